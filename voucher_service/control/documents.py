"""A document travels over the socket as JSON: its bytes in base64."""

import base64
from typing import Any

from voucher_service.model.reports import Document


def as_json(document: Document) -> dict[str, Any]:
    """Give a document as plain JSON values."""
    return {
        "media_type": document.media_type,
        "filename": document.filename,
        "body": base64.b64encode(document.body).decode(),
    }
