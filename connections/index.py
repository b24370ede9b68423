"""The services, by the names that the command knows them by."""

from __future__ import annotations

from connections.service import Service
from connections.services import (
    delighted,
    google_sheets,
    hubspot,
    qualtrics,
    salesforce,
    surveymonkey,
    typeform,
    zendesk,
)

SERVICES: dict[str, Service] = {
    "zendesk": zendesk.SERVICE,
    "hubspot": hubspot.SERVICE,
    "salesforce": salesforce.SERVICE,
    "google-sheets": google_sheets.SERVICE,
    "qualtrics": qualtrics.SERVICE,
    "surveymonkey": surveymonkey.SERVICE,
    "typeform": typeform.SERVICE,
    "delighted": delighted.SERVICE,
}
