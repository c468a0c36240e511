"""The shape of a campaign's file as a JSON Schema, for editors and other programs."""

from typing import Any

from voucher_service.campaigns.example_facts import facts
from voucher_service.campaigns.field_notes import FIELD_NOTES
from voucher_service.campaigns.terms import Campaign
from voucher_service.model.reason_codes import EligibilityReason

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = "urn:voucher-service:schema:terms"

Json = dict[str, Any]


def terms_schema() -> Json:
    """Give the JSON Schema (draft 2020-12) of a campaign's file.

    It holds keys and values to their kinds; that parts contradict each other is told
    by reading the file. Every field carries its note.
    """
    schema = Campaign.model_json_schema()
    kinds = schema["$defs"]
    kinds["Example"]["properties"] |= {
        "sale": _sale(),
        "reasons": {
            "type": "array",
            "default": [],
            "items": {"enum": [reason.value for reason in EligibilityReason]},
        },
    }
    for name, notes in FIELD_NOTES.items():
        fields = schema if name == "Campaign" else kinds[name]
        for key, note in notes.items():
            fields["properties"][key]["description"] = note
    _plain(schema)
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        "title": "消费券活动条款 · Terms of a voucher campaign",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def _sale() -> Json:
    return {
        "type": "object",
        "default": {},
        "additionalProperties": False,
        "properties": {
            name: _without_definitions(kind.json_schema())
            for name, kind in facts().items()
        },
    }


def _without_definitions(schema: Json) -> Json:
    # A closed list is spelt out where it stands instead of being referred to.
    definitions = schema.pop("$defs", {})

    def spelt(part: Json) -> Json:
        if "$ref" in part:
            return {"enum": definitions[part["$ref"].rpartition("/")[2]]["enum"]}
        return part

    if "anyOf" in schema:
        schema["anyOf"] = [spelt(part) for part in schema["anyOf"]]
    return spelt(schema)


def _plain(part: object) -> None:
    """Take out the titles that repeat the keys, and join lines of descriptions."""
    if isinstance(part, list):
        for each in part:
            _plain(each)
    if not isinstance(part, dict):
        return
    if isinstance(part.get("title"), str):
        del part["title"]
    if isinstance(part.get("description"), str):
        part["description"] = " ".join(part["description"].split()).replace("``", "")
    for each in part.values():
        _plain(each)
