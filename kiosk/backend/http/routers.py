"""Routers whose routes stand among the application's own.

FastAPI's `include_router` keeps a router as it is: each request asks one router after the other, which is a sixth of
what a payment costs, and each route is built a second time. These routers have what the application asks of every
route, and `add` takes their routes over.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.http.principal import principal


def json_router(tag: str) -> APIRouter:
    """Return a router for routes of the interface, under this tag of its description."""
    return APIRouter(tags=[tag], route_class=JsonRoute, dependencies=[Depends(principal)])


def unlisted_router() -> APIRouter:
    """Return a router for what phones and other companies open, which is no part of the terminals' interface."""
    return APIRouter(include_in_schema=False, dependencies=[Depends(principal)])


def add(app: FastAPI, router: APIRouter) -> None:
    """Add a router's routes to an application; raise `TypeError` for one that lets anybody in unasked."""
    for route in router.routes:
        if not isinstance(route, APIRoute) or all(one.call is not principal for one in route.dependant.dependencies):
            raise TypeError(f"{route} does not ask who comes: make its router here")
        app.router.routes.append(route)
