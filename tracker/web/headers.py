"""What every answer says to the browser: what it may load, keep and tell others."""

from flask import Flask, Request, Response, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature

from tracker.visibility import ANYBODY
from tracker.web.session import request_id

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class VisitCookie(SecureCookieSessionInterface):
    """Flask's own small cookie (language, messages, form token): Secure under https."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002
        return request.is_secure

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002
        # Two trackers under two paths of one host keep out of each other's way.
        return request.script_root or "/"

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read it whatever its age: a form must outlive a clock that was set back."""
        signer = self.get_signing_serializer(app)
        kept = request.cookies.get(self.get_cookie_name(app))
        if signer is None or not kept:
            return None if signer is None else self.session_class()
        try:
            return self.session_class(signer.loads(kept))
        except BadSignature:
            return self.session_class()


def add_headers(response: Response) -> Response:
    """Add what all answers carry; pages of signed-in people are kept nowhere."""
    response.headers.extend({k: v for k, v in _ALWAYS.items() if k not in response.headers})
    response.headers["X-Request-ID"] = request_id()
    if "site" in g and g.site.is_invented:
        response.headers["X-Record"] = "invented"
    if request.endpoint == "static" and response.status_code in {200, 206, 304}:
        return response
    is_signed_in = getattr(g, "viewer", ANYBODY).is_signed_in
    if "no-store" not in response.headers.get("Cache-Control", ""):
        kept = "private, no-store" if is_signed_in else "private, no-cache"
        response.headers["Cache-Control"] = kept
    response.vary.update(("Cookie", "Accept-Language"))
    return response


def register(app: Flask) -> None:
    """Put the headers on every answer."""
    app.session_interface = VisitCookie()
    app.after_request(add_headers)
