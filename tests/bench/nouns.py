"""The nouns of an invented record, as rows: speakers, roles, claims, sources, occasions."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.bench.world import DAYS, FIRST_DAY, ORGANISATIONS, STATES, World
from tracker.text import sha256
from tracker.vocabulary import ClaimKind, OccasionKind, SourceKind, SpeakerKind

MOMENT = "2025-01-01 00:00:00.000000"
_MADE = (MOMENT, MOMENT, 1)
MADE = ("created_at", "changed_at", "version")
OUTLETS, ACCOUNTS = 60, 20
MERGED_SPEAKERS, MERGED_CLAIMS = 5, 3
SENTENCES = tuple(
    f"Sentence {number} of this source says what was said about the matter at hand, as it was put."
    for number in range(1, 9)
)
TEXT = "\n".join(SENTENCES)
_KINDS = tuple(ClaimKind)

Rows = Iterator[tuple[Any, ...]]


def uid_of(kind: int, number: int, seed: int) -> str:
    """A name that the seed decides: kind, number, and what looks like chance."""
    return f"{kind:02x}{number:010x}{(number * 0x9E3779B97F4A7C15 + seed) % (1 << 80):020x}"


def kind_of(speaker: int, world: World) -> SpeakerKind:
    if speaker <= STATES:
        return SpeakerKind.STATE
    if speaker < world.first_person:
        return SpeakerKind.ORGANISATION
    if speaker < world.first_person + world.persons:
        return SpeakerKind.PERSON
    return SpeakerKind.GROUP


def parent_of(speaker: int) -> int | None:
    """Most organisations belong to a state, some to another organisation, a few to nobody."""
    place = speaker - STATES
    if not 0 < place <= ORGANISATIONS * 14 // 15:
        return None
    return 1 + speaker * 7 % STATES if place <= 300 else STATES + 1 + speaker * 11 % 300


def merged_speaker(speaker: int, world: World) -> int | None:
    """The last few persons are others by another name."""
    place = world.first_person + world.persons - speaker
    return world.first_person + place if 0 < place <= MERGED_SPEAKERS else None


def merged_claim(claim: int, world: World) -> int | None:
    """The last few claims are others in other words; the last one the opposite of one."""
    place = world.claims - claim
    return 5 + place if place < MERGED_CLAIMS else None


def is_mirrored(claim: int, world: World) -> bool:
    return claim == world.claims


def claim_kind(claim: int) -> ClaimKind:
    return _KINDS[claim % len(_KINDS)]


def roles_of(person: int, world: World) -> tuple[int, int]:
    """The ids of somebody's two roles."""
    first = (person - world.first_person) * 2 + 1
    return first, first + 1


def body_of_role(role: int) -> int:
    """Roles are held in states and in organisations."""
    return 1 + (role * role * 13 + role * 7) % (STATES + ORGANISATIONS)


def speakers(world: World) -> Rows:
    for number in range(1, world.speakers + 1):
        kind, name = kind_of(number, world), f"Speaker {number}"
        into = merged_speaker(number, world)
        words = name, name.lower(), parent_of(number), into
        yield number, uid_of(1, number, world.seed), kind.value, *words, *_MADE


def roles(world: World) -> Rows:
    for person in range(world.first_person, world.first_person + world.persons):
        for role in roles_of(person, world):
            yield role, person, body_of_role(role), "Member"


def offices(world: World) -> Rows:
    """Whom persons speak for in general, by their roles: once each."""
    known = {(merged_speaker(person, world) or person, body) for _, person, body, _ in roles(world)}
    for person, body in sorted(known):
        yield person, body, 1


def claims(world: World) -> Rows:
    for number in range(1, world.claims + 1):
        into, text = merged_claim(number, world), f"Matter {number} should be settled"
        kind = claim_kind(number).value
        turned = int(is_mirrored(number, world))
        words = kind, text, "en", text.lower(), into, turned
        yield number, uid_of(2, number, world.seed), *words, *_MADE


def topics(world: World) -> Rows:
    for number in range(1, world.topics + 1):
        name = f"Topic {number}"
        yield number, uid_of(3, number, world.seed), name, name.lower(), *_MADE


def claim_topics(world: World) -> Rows:
    for claim in range(1, world.claims + 1):
        yield claim, 1 + (claim - 1) % world.topics, 1


def relations(world: World) -> Rows:
    for place in range(20):
        yield 2 * place + 1, 2 * place + 2, ("contradicts", "entails")[place % 2], 1


def outlets(world: World) -> Rows:
    for number in range(1, OUTLETS + 1):
        name = f"Outlet {number}"
        yield number, uid_of(4, number, world.seed), name, name.lower(), "en", *_MADE


def sources(world: World) -> Rows:
    for number in range(1, world.sources + 1):
        title, on = f"Source {number}", _day((number - 1) * DAYS // world.sources)
        words = SourceKind.ARTICLE.value, title, title.lower(), f"Author {number % 300}"
        outlet, language = outlet_of(number)
        days = (on.isoformat(),) * 3
        yield number, uid_of(5, number, world.seed), *words, language, outlet, *days, 0, *_MADE


def outlet_of(source: int) -> tuple[int, str]:
    """Who published it, and in which language."""
    return 1 + source * source % OUTLETS, ("en", "id", "en")[source % 3]


def snapshots(world: World) -> Rows:
    digest = sha256(TEXT)
    for number in range(1, world.sources + 1):
        yield number, number, 1, TEXT, digest, len(TEXT), MOMENT


def occasions(world: World) -> Rows:
    for number in range(1, world.occasions + 1):
        name, on = f"Meeting {number}", _day(world.day_of(number)).isoformat()
        words = OccasionKind.MEETING.value, name, name.lower(), 1 + number % STATES
        yield number, uid_of(6, number, world.seed), *words, on, on, on, start_of(number), *_MADE


def start_of(occasion: int) -> str:
    """Of every second meeting the hour is known."""
    return f"{8 + occasion % 10:02}:30" if occasion % 2 else ""


def accounts(world: World) -> Rows:
    for number in range(1, ACCOUNTS + 1):
        mail = f"editor{number}@example.org"
        yield number, uid_of(7, number, world.seed), mail, "editor", "", 1, *_MADE


def speaker_merges(world: World) -> Rows:
    for speaker in range(world.first_person, world.first_person + world.persons):
        if (into := merged_speaker(speaker, world)) is not None:
            yield into, speaker, "The same person.", MOMENT, 1


def claim_merges(world: World) -> Rows:
    for claim in range(1, world.claims + 1):
        if (into := merged_claim(claim, world)) is not None:
            yield into, claim, int(is_mirrored(claim, world)), "The same claim.", MOMENT, 1


def _day(place: int) -> date:
    return date.fromordinal(FIRST_DAY) + timedelta(days=place)


_NOUN = ("id", "uid")
TABLES = (
    ("account", (*_NOUN, "email", "role", "password_hash", "is_active", *MADE), accounts),
    (
        "speaker",
        (*_NOUN, "kind", "name", "folded", "parent_id", "merged_into_id", *MADE),
        speakers,
    ),
    ("role", ("id", "speaker_id", "body_id", "title_en"), roles),
    ("office", ("person_id", "body_id", "entered"), offices),
    (
        "claim",
        (*_NOUN, "kind", "text", "language", "folded", "merged_into_id", "is_mirrored", *MADE),
        claims,
    ),
    ("topic", (*_NOUN, "name_en", "folded", *MADE), topics),
    ("claim_topic", ("claim_id", "topic_id", "entered"), claim_topics),
    ("claim_relation", ("claim_id", "other_id", "kind", "entered"), relations),
    (
        "speaker_merge",
        ("winner_id", "loser_id", "reason", "at", "entered"),
        speaker_merges,
    ),
    (
        "claim_merge",
        ("winner_id", "loser_id", "is_mirrored", "reason", "at", "entered"),
        claim_merges,
    ),
    ("outlet", (*_NOUN, "name", "folded", "language", *MADE), outlets),
    (
        "source",
        (
            *_NOUN,
            "kind",
            "title",
            "folded",
            "author",
            "language",
            "outlet_id",
            "published_on",
            "first_on",
            "last_on",
            "is_free",
            *MADE,
        ),
        sources,
    ),
    (
        "snapshot",
        ("id", "source_id", "number", "text", "sha256", "length", "taken_at"),
        snapshots,
    ),
    (
        "occasion",
        (
            *_NOUN,
            "kind",
            "name_en",
            "folded",
            "host_id",
            "held_on",
            "first_on",
            "last_on",
            "start_time",
            *MADE,
        ),
        occasions,
    ),
)
