"""The reference: constant bytes over the same server and framework, and no more."""

import os
from pathlib import Path

from fastapi import FastAPI, Request, Response
from idle_app import QUIET

BODY = Path(os.environ["CONSTANT_BODY"]).read_bytes()
UNCHANGED = Response(status_code=304)

app = FastAPI(openapi_url=None, telemetry=QUIET)


@app.get("/{path:path}")
async def constant(request: Request) -> Response:
    if "if-none-match" in request.headers:
        return UNCHANGED
    return Response(BODY, media_type="application/json")
