"""Passkeys (WebAuthn): registering one, and signing in with it; a challenge is good once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tracker.accounts import tokens
from tracker.audit import lock_head
from tracker.errors import N_, Missing, Refused
from tracker.models import Account, Passkey, TokenKind, now
from tracker.text import check_text

MINUTES = 5
LIMIT = 20
_NAME_LIMIT = 80
# What the library raises for what no browser of ours can have sent.
_WRONG = (WebAuthnException, ValueError, TypeError, KeyError)


@dataclass(frozen=True)
class Place:
    """Where the site is, as a browser signs it."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True)
class PasskeyRow:
    """One passkey as its owner sees it."""

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None


def passkeys_of(session: Session, account_id: int) -> Sequence[PasskeyRow]:
    """The passkeys of an account, in the order in which they were made."""
    columns = (Passkey.id, Passkey.name, Passkey.created_at, Passkey.used_at)
    wanted = select(*columns).where(Passkey.account_id == account_id).order_by(Passkey.id)
    return [PasskeyRow(*row) for row in session.execute(wanted)]


def options_to_register(session: Session, account_id: int, place: Place) -> dict[str, Any]:
    """What the browser is asked to make, in the words of WebAuthn."""
    account = _account(session, account_id)
    options = generate_registration_options(
        rp_id=place.host,
        rp_name=place.name,
        user_id=account.uid.encode(),
        user_name=account.email,
        user_display_name=account.name or account.email,
        challenge=_challenge(session, account_id),
        timeout=MINUTES * 60_000,
        exclude_credentials=_allowed(session, account_id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return options_to_json_dict(options)


def register_passkey(
    session: Session, account_id: int, answer: Mapping[str, Any], name: str, place: Place
) -> Passkey:
    """Keep the public key that a browser made for this account, for the challenge it was given."""
    name = check_text(name, field="name", limit=_NAME_LIMIT, is_name=True, multiline=False)
    refusal = Refused(N_("The browser's answer was not right. Begin again."))
    try:
        parsed = parse_registration_credential_json(dict(answer))
        challenge = parse_client_data_json(parsed.response.client_data_json).challenge
        if tokens.spend(session, TokenKind.PASSKEY, bytes_to_base64url(challenge)) != account_id:
            raise refusal
        made = verify_registration_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except _WRONG as problem:
        raise refusal from problem
    lock_head(session)
    known = session.scalars(select(Passkey.credential_id).where(Passkey.account_id == account_id))
    if len(known.all()) >= LIMIT:
        raise Refused(N_("An account has at most %(limit)s passkeys."), limit=LIMIT)
    credential_id = bytes_to_base64url(made.credential_id)
    taken = select(Passkey.id).where(Passkey.credential_id == credential_id)
    if session.scalar(taken) is not None:
        raise Refused(N_("This passkey is registered already."))
    row = Passkey(
        account_id=account_id,
        credential_id=credential_id,
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        name=name,
    )
    session.add(row)
    session.flush()
    return row


def remove_passkey(session: Session, account_id: int, passkey_id: int) -> PasskeyRow:
    """Let a passkey of this account sign in no more."""
    lock_head(session)
    wanted = select(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == account_id)
    row = session.scalar(wanted)
    if row is None:
        raise Missing("passkey", passkey_id)
    gone = PasskeyRow(row.id, row.name, row.created_at, row.used_at)
    session.delete(row)
    session.flush()
    return gone


def options_to_sign_in(session: Session, account_id: int | None, place: Place) -> dict[str, Any]:
    """What the browser is asked to sign: with an account one of its keys, else whichever it has."""
    options = generate_authentication_options(
        rp_id=place.host,
        challenge=_challenge(session, account_id),
        timeout=MINUTES * 60_000,
        allow_credentials=None if account_id is None else _allowed(session, account_id),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def use_passkey(session: Session, answer: Mapping[str, Any], place: Place) -> int | None:
    """The account whose passkey signed a challenge of ours; None where anything is wrong.

    The challenge is spent all the same: keep the transaction.
    """
    try:
        parsed = parse_authentication_credential_json(dict(answer))
        challenge = parse_client_data_json(parsed.response.client_data_json).challenge
        secret = bytes_to_base64url(challenge)
        if not tokens.spend_nobodys(session, TokenKind.PASSKEY, secret):
            return None
        row = _asked_for(session, bytes_to_base64url(parsed.raw_id), secret)
        if row is None:
            return None
        checked = verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except _WRONG:
        return None
    return row.account_id if _counted(session, row, checked.new_sign_count) else None


def check_passkey(session: Session, account_id: int, answer: Mapping[str, Any]) -> None:
    """Missing where the passkey that gave an answer is not the account's, or no longer."""
    known = select(Passkey.id).where(
        Passkey.account_id == account_id, Passkey.credential_id == str(answer.get("id"))
    )
    if session.scalar(known) is None:
        raise Missing("passkey")


def _asked_for(session: Session, credential_id: str, secret: str) -> Passkey | None:
    """The passkey, if the challenge was for anybody or for the account that has it."""
    wanted = (
        select(Passkey)
        .join(Account, Account.id == Passkey.account_id)
        .where(Passkey.credential_id == credential_id, Account.is_active)
    )
    row = session.scalar(wanted.execution_options(populate_existing=True))
    asked = tokens.owner_of(session, secret)
    return row if row is not None and asked in {None, row.account_id} else None


def _counted(session: Session, row: Passkey, sign_count: int) -> bool:
    """Keep the counter of the device; who comes second with the same one is a copy."""
    used = session.execute(
        update(Passkey)
        .where(Passkey.id == row.id, Passkey.sign_count == row.sign_count)
        .values(sign_count=sign_count, used_at=now())
        # Columns without history: that a passkey was used is in the log of sign-ins.
        .execution_options(audited=True, synchronize_session=False)
    )
    return isinstance(used, CursorResult) and used.rowcount == 1


def _challenge(session: Session, account_id: int | None) -> bytes:
    """The secret of a token is what is signed: single-use, with an end, and whose it is."""
    secret = tokens.issue(session, TokenKind.PASSKEY, account_id, minutes=MINUTES)
    return base64url_to_bytes(secret)


def _allowed(session: Session, account_id: int) -> list[PublicKeyCredentialDescriptor]:
    wanted = select(Passkey.credential_id).where(Passkey.account_id == account_id)
    found = session.scalars(wanted.order_by(Passkey.id))
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in found]


def _account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise Missing("account", account_id)
    return account
