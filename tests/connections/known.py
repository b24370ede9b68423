"""What each stand-in is told by whoever pulls: options, and secrets that are none."""

from __future__ import annotations

import json

from joserfc.jwk import RSAKey

OPTIONS: dict[str, dict[str, str]] = {
    "zendesk": {"subdomain": "acme", "user": "ann@example.org"},
    "hubspot": {},
    "salesforce": {"domain": "acme"},
    "google-sheets": {"sheet": "1AbC-d_E", "range": "Answers"},
    "qualtrics": {"datacenter": "fra1", "survey": "SV_3kXabc"},
    "surveymonkey": {"survey": "105724755", "region": "us"},
    "typeform": {"form": "lR6F4j", "region": "us"},
    "delighted": {},
}
ACCOUNT = "cx@example.iam.gserviceaccount.com"
KEY = RSAKey.generate_key(2048)
_FILE = {
    "type": "service_account",
    "client_email": ACCOUNT,
    "private_key": KEY.as_pem(private=True).decode(),
}
SECRETS: dict[str, dict[str, str]] = {
    "zendesk": {"TOKEN": "zendesk-secret-93kd02"},
    "hubspot": {"TOKEN": "pat-eu1-hubspot-secret"},
    "salesforce": {"CLIENT_ID": "3MVG9-salesforce-id", "CLIENT_SECRET": "salesforce-secret-7714"},
    "google-sheets": {"KEY": json.dumps(_FILE)},
    "qualtrics": {"TOKEN": "qualtrics-secret-1188"},
    "surveymonkey": {"TOKEN": "surveymonkey-secret-40aa"},
    "typeform": {"TOKEN": "tfp_typeform-secret-9x"},
    "delighted": {"KEY": "delighted-secret-77b"},
}
