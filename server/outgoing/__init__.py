"""Requests that leave the building: to named hosts alone, and never to an address within."""
