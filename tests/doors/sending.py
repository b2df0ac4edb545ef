"""Where each door of the table is, and the form that is sent there."""

from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.accounts.people import PASSWORD
from tests.doors.planting import SAID
from tests.doors.table import Door
from tests.doors.world import LONG_AGO, World
from tracker import models

# Both are one view: a list is asked for as JSON by GET, as CSV by HEAD.
SUFFIXES = {"GET": "json", "HEAD": "csv", "OPTIONS": "json"}
ABOUT_A_SPEAKER = ("somebody spoke in it", "nobody spoke in it")
NEW: dict[str, dict[str, str]] = {
    "claims": {"kind": "factual", "text": "It was done", "language": "en", "reason": "The same."},
    "speakers": {"kind": "person", "name": "Somebody"},
    "sources": {"kind": "article", "title": "What was said", "language": "en"},
    "outlets": {"name": "Morning Sample"},
    "occasions": {"kind": "meeting", "held_on": "2025-02", "name_en": "Second meeting"},
    "topics": {"name_en": "Trade"},
    "statements": {"delivery": "reported", "gloss_en": "Says something.", "action": "draft"},
}
SETTINGS = {
    "name": "Another name",
    "is_public": "y",
    "four_eyes": "y",
    "default_language": "en",
    "session_hours": "12",
    "idle_minutes": "120",
}
RATING = {
    "definition_en": "Such.",
    "definition_id": "Begitu.",
    "colour": "ink",
    "icon": "cross",
    "place": "8",
}
ANSWER = {"outcome": "kept", "answer": "It was on Monday."}
# Which one a line is about that does not say so.
USUAL = {"comments": "by the author", "verdicts": "standing", "reports": "marked"}
PERSON = {"role": "editor", "name": "Rara"}


def noun_of(route: str) -> str:
    noun = route.split("/")[1].split(".", maxsplit=1)[0]
    if noun == "queue":
        # What waits in the queue is a statement, or a report about one.
        return "mistakes" if route.startswith("/queue/mistakes") else "statements"
    if route.startswith("/verdicts/scale"):
        return "ratings"
    return noun


def about(what: str, offered: dict[str, str]) -> str:
    """What is named by the line; a part after a comma may say more than where it is."""
    names = (what, what.partition(",")[0], "public", "published")
    return next(offered[name] for name in names if name in offered)


class Sending:
    """Addresses and forms for one role in one world."""

    def __init__(self, app: Flask, world: World, role: str) -> None:
        self.world, self.role = world, role
        self._database = app.extensions["database"]
        self._rules: dict[str, Rule] = {rule.rule: rule for rule in app.url_map.iter_rules()}

    def address(self, door: Door) -> str:
        """Where the door is."""
        rule = self._rules[door.route]
        offered = self._values(door) | {"suffix": SUFFIXES.get(door.method)}
        built = rule.build({name: offered[name] for name in rule.arguments})
        assert built is not None, door.name
        return built[1]

    def _values(self, door: Door) -> dict[str, Any]:
        noun, what, world = noun_of(door.route), door.what, self.world
        offered: dict[str, Any] = {"filename": "icon.svg"}
        if noun == "mistakes":
            offered["uid"] = world.uids["mistakes/reported"]
        elif noun in USUAL:
            offered["uid"] = offered["key"] = world.uids[f"{noun}/{what or USUAL[noun]}"]
        elif noun == "ratings":
            offered["key"] = what or "mixed"
        elif noun == "notifications":
            other = "editor" if self.role != "editor" else "author"
            mine = self.role if what == "one's own" else other
            offered["number"] = world.told.get(mine, world.told["editor"])
        elif noun in world.keys:
            offered["key"] = offered["ident"] = about(what, world.keys[noun])
            offered["number"] = world.revisions.get(f"{noun}/{what}", "1")
            offered["role_id"] = about(what, world.roles)
        if noun == "coding":
            offered["number"] = world.codings.get(what, "1")
        if noun == "admin":
            offered["key"] = offered["ident"] = self._person(door)
        for kind, numbers in (("session_id", world.sessions), ("passkey_id", world.passkeys)):
            mine = numbers.get(self.role, numbers["accepted"])
            offered[kind] = numbers["accepted"] if what == "somebody else's" else mine
        offered["secret"] = world.secrets.get(f"{noun} {what.partition(',')[0]}", "none")
        return offered

    def _person(self, door: Door) -> str:
        """Whom an administrator looks at, or does something for."""
        if door.route.startswith("/admin/sessions"):
            return self.world.sessions["editor"]
        named = "admin" if door.what == "the last administrator" else door.what
        is_step = door.route.count("/") > 3 and door.method == "POST"
        return self.world.people[named or ("accepted" if is_step else "editor")]

    def cookie(self, door: Door) -> str | None:
        """The session that is shown; what ends one has its own."""
        purpose = LONG_AGO if door.what == LONG_AGO else door.route if door.method == "POST" else ""
        cookies = self.world.cookies
        return cookies.get(f"{self.role} {purpose}") or cookies.get(self.role)

    def fields(self, door: Door) -> dict[str, str]:
        """The form, as somebody sends it who may."""
        noun, last = noun_of(door.route), door.route.rsplit("/", 1)[1]
        if "/verdicts/" in door.route or noun in NEW:
            is_verdict = "/verdicts/" in door.route
            return self._of_verdict(door, last) if is_verdict else self._of_noun(door, noun, last)
        if noun in {"comments", "notifications"}:
            newest = str(int(self.world.told.get(self.role, "1")) + len(self.world.told) * 2)
            told = {
                "edit": {"text": "Look."},
                "hide": {"reason": "Rude."},
                "read": {"last": newest},
            }
            return told.get(last, {}) | ({"version": "1"} if last in {"edit", "hide"} else {})
        given = {
            ("/login", "the right password"): {
                "email": "zqpersonplain@example.org",
                "password": PASSWORD,
            },
            ("/login/second", "half done"): {"code": self.world.secrets["code"]},
            ("/reset", ""): {"email": "nobody@example.org"},
            ("/account/digest", ""): {"wants": "no"},
            ("/account/authenticator", "a wrong code"): {"code": "000000"},
            ("/admin/people/new", ""): {**PERSON, "email": "rara@example.org"},
            ("/admin/settings", ""): {**SETTINGS, "version": "0"},
            ("/admin/redact", ""): {"reason": "A court said so."},
            ("/queue/mistakes/<uid>", "reported"): {**ANSWER, "version": "1"},
            ("/reports/contradictions/<key>", "to be marked"): {"reason": "A poem."},
            ("/reports/contradictions/<key>/lift", "marked"): {"mark": self.world.uids["mark"]},
            ("/coding/samples/new", ""): {"name": "June", "method": "all", "coders": "1"},
        }.get((door.route, door.what), {})
        if noun == "coding" and door.what:
            given = self._of_coding(door)
        if door.route == "/admin/redact":
            given["uid"] = self.world.uids[f"speakers/{self.world.keys['speakers']['body']}"]
        if door.route == "/admin/people/<ident>":
            given = {**PERSON, "version": self._version("accounts", self._person(door))}
        return given

    def _of_verdict(self, door: Door, last: str) -> dict[str, str]:
        """A verdict with its evidence, or a decision about one; a rating of the scale."""
        if door.route.startswith("/verdicts/scale"):
            version = "2" if last == "use" else "1"
            return {
                **RATING,
                "version": version,
                "code": "new-one",
                **{f"label_{language}": f"Such, {last}" for language in ("en", "id")},
            }
        source = self.world.keys["sources"]["public"]
        given = {"rating": "true", "reasons_en": "Seen.", "evidence-0-source": source}
        given |= {"version": "2" if last == "withdraw" else "1", "reason": "It was wrong."}
        return given | ({"action": "accept"} if last == "decide" else {})

    def _of_coding(self, door: Door) -> dict[str, str]:
        """A sample is closed; what was drawn is coded or settled."""
        if door.what == "sample":
            return {"version": "1"}
        key = self.world.keys["statements"][door.what]
        settling = {"version": self._version("statements", key)}
        return self.world.judged[door.what] | settling

    def _of_noun(self, door: Door, noun: str, last: str) -> dict[str, str]:
        if last == "new" and "roles" not in door.route:
            return {**NEW[noun], "client_token": f"{door.name} {self.role}"}
        key = about(door.what, self.world.keys[noun])
        version = {"version": self._version(noun, key)}
        if last == "restore":
            before = f"{noun}/{door.what}, as it was"
            return version | {
                "reason": "It was right before.",
                "edition" if noun == "statements" else "revision": (
                    "1" if noun == "statements" else self.world.revisions[before]
                ),
            }
        if "roles" in door.route:
            body = self.world.keys["speakers"]["body"]
            return version | {"body": body, "title_en": f"Deputy {last}", "since": "2017"}
        if last in {"twins", "merge"}:
            one, kept = self.world.keys[noun]["public"], self.world.keys[noun]["kept"]
            told = {"one": one, "other": kept, "action": "differ"}
            looked_at = version | {"into_version": self._version(noun, kept)}
            return told if last == "twins" else looked_at | {"into": kept, "reason": "The same."}
        if last != "edit":
            assignee, report = self.world.people["reviewer"], "It was on Tuesday."
            told = {"reason": "The paper was checked again.", "step": "publish", "text": "Look."}
            chosen = f"{key}.{version['version']}"
            speakers = self.world.keys["speakers"]
            told |= {"from_speaker": speakers["public"], "to_speaker": speakers["unpublished"]}
            said = told | {"assignee": assignee, "report": report, "chosen": chosen}
            return {"text": f"Again: {SAID}"} if last == "snapshots" else version | said
        named = {"claims": "text", "sources": "title", "topics": "name_en", "occasions": "name_en"}
        name = {named.get(noun, "name"): f"Something else, {door.what}"}
        return version | (self._edited(door.what) or {**NEW[noun], **name})

    def _edited(self, what: str) -> dict[str, str]:
        """What a form for editing says where it must say more than that for something new."""
        keys = self.world.keys
        topics = {"topics-0": keys["topics"]["public"]}
        return {
            "public, its topics": {
                **NEW["claims"],
                "text": "They share arms",
                "reason": "It means the same.",
                **topics,
            },
            "public, its words": {
                **NEW["claims"],
                "text": "They share a few arms",
                "reason": "It means the same.",
            },
            "draft": {
                **NEW["statements"],
                "said_on": f"2025-03-0{len(what) % 9 + 1}",
                "speakers-0-speaker": keys["speakers"]["unpublished"],
                "stances-0-claim": keys["claims"]["unpublished"],
                "stances-0-code": "oppose",
                "source": keys["sources"]["unpublished"],
                "citations-0-source": keys["sources"]["unpublished"],
                "citations-0-locator": "page 3",
            },
        }.get(what if what != "returned" else "draft", {})

    def _version(self, noun: str, key: str) -> str:
        cls: Any = getattr(models, noun.removesuffix("s").capitalize())
        with self._database.reading() as session:
            found = session.scalar(select(cls.version).where(cls.id == int(key)))
            return str(found)
