"""A campaign is written as one dated YAML file; those we know are shipped."""

from importlib.resources import files

from voucher_service.campaigns.contradictions import contradictions, early_amendments
from voucher_service.campaigns.terms import Campaign
from voucher_service.campaigns.yaml_document import read_document
from voucher_service.campaigns.yaml_faults import contradicted, validated

_SUFFIX = ".yaml"


def parse_campaign(text: str, origin: str) -> Campaign:
    """Read a campaign from YAML; ``origin`` names the file in every error.

    Raises UnreadableInput where it is no YAML, BadParameter where it is no campaign or
    contradicts itself: every fault with its line, field and what mends it.
    """
    document = read_document(text, origin)
    campaign = validated(document, Campaign)
    found = (*contradictions(campaign), *early_amendments(campaign))
    if found:
        raise contradicted(document, found)
    return campaign


def kept_campaign(text: str) -> Campaign:
    """Read the document of a campaign that was opened: it was held to all then.

    What a later program has learnt to call a contradiction does not shut a home.
    """
    return validated(read_document(text, "home"), Campaign)


def shipped_campaigns() -> dict[str, str]:
    """Give the YAML of every shipped campaign by its id, in the ids' order."""
    shelf = files("voucher_service.campaigns").joinpath("terms")
    return {
        entry.name.removesuffix(_SUFFIX): entry.read_text(encoding="utf-8")
        for entry in sorted(shelf.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(_SUFFIX)
    }
