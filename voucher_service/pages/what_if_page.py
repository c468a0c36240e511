"""The page on which other terms are tried on a campaign's sales."""

from fastapi import APIRouter

from voucher_service.usecases.service import Service


def what_if_pages_router(service: Service) -> APIRouter:
    """Give the route of the page, over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get("/campaigns/{id}/what-if")
    def trial() -> str:
        return ""

    return router
