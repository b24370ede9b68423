"""Simulations: is what the product says of figures true as often as it promises?"""
