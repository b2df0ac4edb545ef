"""The same questions put to the tables of editing, as one would write them without a ledger.

They run on both engines; what differs between the two is filled in by name.
"""

from typing import Any

from sqlalchemy import Connection, text

_VALUES = """CASE code WHEN 'support' THEN 2 WHEN 'lean_support' THEN 1 WHEN 'mixed' THEN 0
    WHEN 'lean_oppose' THEN -1 WHEN 'oppose' THEN -2 END"""

# Whose the words are at each level, on which claim they count, and how: merges are followed.
SAID = (
    """
up(id, above) AS (
    SELECT id, id FROM speaker WHERE kind <> 'person'
    UNION ALL
    SELECT up.id, speaker.parent_id FROM up JOIN speaker ON speaker.id = up.above
    WHERE speaker.kind <> 'state' AND speaker.parent_id IS NOT NULL
),
state_of(id, state_id) AS (
    SELECT up.id, up.above FROM up JOIN speaker ON speaker.id = up.above
    WHERE speaker.kind = 'state'
),
coded AS (
    SELECT statement.id AS statement_id, statement.uid, stance.place AS at, spoke.place AS by_at,
        COALESCE(claim.merged_into_id, claim.id) AS claim_id, who.id AS speaker_id,
        CASE WHEN who.kind <> 'person' THEN who.id ELSE COALESCE(spoke.body_id, role.body_id) END
            AS body_id,
        edition.first_on, edition.last_on, edition.occasion_id,
        COALESCE(NULLIF(occasion.start_time, ''), '~') AS start_time, stance.act,
        CASE WHEN claim.is_mirrored THEN CASE stance.code WHEN 'support' THEN 'oppose'
            WHEN 'oppose' THEN 'support' WHEN 'lean_support' THEN 'lean_oppose'
            WHEN 'lean_oppose' THEN 'lean_support' ELSE stance.code END ELSE stance.code END AS code
    FROM statement
    JOIN edition ON edition.statement_id = statement.id AND edition.is_standing
    JOIN edition_speaker AS spoke ON spoke.edition_id = edition.id
    JOIN stance ON stance.edition_id = edition.id
    JOIN claim ON claim.id = stance.claim_id
    JOIN speaker AS named ON named.id = spoke.speaker_id
    JOIN speaker AS who ON who.id = COALESCE(named.merged_into_id, named.id)
    LEFT JOIN role ON role.id = spoke.role_id
    LEFT JOIN occasion ON occasion.id = edition.occasion_id
    WHERE statement.state = 'published' {where}
),
said AS (
    SELECT coded.*, state_of.state_id, """
    + _VALUES
    + """ AS value
    FROM coded LEFT JOIN state_of ON state_of.id = coded.body_id
)"""
)

_ORDER = "first_on, last_on, start_time, uid, at, by_at"

MATRIX = (
    """WITH RECURSIVE """
    + SAID
    + """,
ordered AS (
    SELECT said.*, row_number() OVER (PARTITION BY {holder}, claim_id ORDER BY """
    + _ORDER
    + """)
        AS number
    FROM said WHERE {holder} IS NOT NULL
),
summed AS (
    SELECT {holder} AS holder_id, claim_id,
        COUNT(DISTINCT CASE WHEN value IS NOT NULL THEN uid || '|' || at END) AS n,
        MIN(CASE WHEN value IS NOT NULL THEN number END) AS first_number,
        MAX(CASE WHEN value IS NOT NULL THEN number END) AS last_number,
        MAX(CASE WHEN value IS NULL THEN number END) AS last_other,
        MAX(CASE WHEN act = 'retracts' AND code = 'decline' THEN number ELSE 0 END) AS taken_back,
        MIN(number) AS least, MAX(number) AS most
    FROM ordered GROUP BY {holder}, claim_id
)
SELECT holder.uid, claim.uid, shown.code, shown.value, summed.n, began.first_on, ended.last_on,
    shown.uid
FROM summed
JOIN ordered AS shown ON shown.{holder} = summed.holder_id AND shown.claim_id = summed.claim_id
    AND shown.number = CASE WHEN last_number > taken_back THEN last_number ELSE last_other END
JOIN ordered AS began ON began.{holder} = summed.holder_id AND began.claim_id = summed.claim_id
    AND began.number = COALESCE(first_number, least)
JOIN ordered AS ended ON ended.{holder} = summed.holder_id AND ended.claim_id = summed.claim_id
    AND ended.number = COALESCE(last_number, most)
JOIN speaker AS holder ON holder.id = summed.holder_id
JOIN claim ON claim.id = summed.claim_id
ORDER BY 1, 2"""
)

TIMELINE = (
    """WITH RECURSIVE """
    + SAID
    + """,
counted AS (
    SELECT {month} AS month, claim_id, code, COUNT(*) AS n
    FROM said WHERE {same_month} GROUP BY 1, 2, 3
)
SELECT counted.month, claim.uid, code, n,
    n * 1.0 / SUM(n) OVER (PARTITION BY counted.month, claim_id) AS share
FROM counted JOIN claim ON claim.id = counted.claim_id
ORDER BY 1, 2, 3"""
)

SHIFTS = (
    """WITH RECURSIVE """
    + SAID
    + """,
ordered AS (
    SELECT said.*, row_number() OVER (
        PARTITION BY {holder}, claim_id, first_on, last_on
        ORDER BY start_time DESC, uid DESC, at DESC, by_at DESC) AS number
    FROM said WHERE value IS NOT NULL AND {holder} IS NOT NULL
),
moved AS (
    SELECT {holder} AS holder_id, claim_id, code, value, uid, first_on,
        LAG(code) OVER moves AS old_code, LAG(value) OVER moves AS old_value,
        LAG(uid) OVER moves AS old_uid, LAG(last_on) OVER moves AS old_last
    FROM ordered WHERE number = 1
    WINDOW moves AS (PARTITION BY {holder}, claim_id ORDER BY first_on, last_on)
)
SELECT holder.uid, claim.uid, old_code, code,
    CASE WHEN old_value * value < 0 THEN 'full' ELSE 'partial' END, old_uid, moved.uid
FROM moved
JOIN speaker AS holder ON holder.id = moved.holder_id
JOIN claim ON claim.id = moved.claim_id
WHERE old_code <> moved.code AND old_last < moved.first_on
ORDER BY 1, 2, 7"""
)

_ONCE = (
    SAID
    + """,
once AS {materialized} (
    SELECT DISTINCT statement_id, {holder} AS holder_id, claim_id, value
    FROM said WHERE value IS NOT NULL AND {holder} IS NOT NULL
)"""
)

CONGRUENCE = (
    """WITH RECURSIVE """
    + _ONCE
    + """
SELECT one.holder_id, other.holder_id, SUM(1 - ABS(one.value - other.value) / 4.0)
FROM once AS one
JOIN once AS other ON other.claim_id = one.claim_id AND other.holder_id > one.holder_id
    AND ABS(other.value - one.value) < 4
GROUP BY 1, 2 ORDER BY 1, 2"""
)

# As somebody would write it who has waited for the one above.
GROUPED_CONGRUENCE = (
    """WITH RECURSIVE """
    + _ONCE
    + """,
groups AS {materialized} (
    SELECT holder_id, claim_id, value, COUNT(*) AS n FROM once GROUP BY 1, 2, 3
)
SELECT one.holder_id, other.holder_id,
    SUM(one.n * other.n * (1 - ABS(one.value - other.value) / 4.0))
FROM groups AS one
JOIN groups AS other ON other.claim_id = one.claim_id AND other.holder_id > one.holder_id
    AND ABS(other.value - one.value) < 4
GROUP BY 1, 2 ORDER BY 1, 2"""
)

# Of several alike in one source one counts.
SUBTRACT = (
    """WITH RECURSIVE """
    + SAID
    + """,
once AS (
    SELECT DISTINCT citation.source_id, {holder} AS holder_id, claim_id, value
    FROM said
    JOIN edition ON edition.statement_id = said.statement_id AND edition.is_standing
    JOIN citation ON citation.edition_id = edition.id AND citation.place = 0
    WHERE value IS NOT NULL AND {holder} IS NOT NULL
),
groups AS {materialized} (
    SELECT holder_id, claim_id, value, COUNT(*) AS n FROM once GROUP BY 1, 2, 3
),
active AS (SELECT holder_id, SUM(n) AS n FROM groups GROUP BY 1),
pairs AS (
    SELECT one.holder_id AS one_id, other.holder_id AS other_id,
        SUM(one.n * other.n * (1 - ABS(one.value - other.value) / 2.0)) AS total
    FROM groups AS one
    JOIN groups AS other ON other.claim_id = one.claim_id AND other.holder_id > one.holder_id
    GROUP BY 1, 2
)
SELECT one_id, other_id, total / ((one.n + other.n) / 2.0)
FROM pairs JOIN active AS one ON one.holder_id = one_id
JOIN active AS other ON other.holder_id = other_id
ORDER BY 1, 2"""
)

OF_TOPIC = """AND stance.claim_id IN (
    SELECT claim.id FROM claim_topic
    JOIN claim AS filed ON filed.id = claim_topic.claim_id
    JOIN claim ON COALESCE(claim.merged_into_id, claim.id)
        = COALESCE(filed.merged_into_id, filed.id)
    WHERE claim_topic.topic_id = :topic AND claim_topic."left" IS NULL)"""
IN_YEAR = "AND edition.first_on >= :first AND edition.last_on <= :last"
OF_CLAIM = """AND stance.claim_id IN (
    SELECT id FROM claim WHERE id = :claim OR merged_into_id = :claim)"""
OF_SPEAKER = """AND spoke.speaker_id IN (
    SELECT id FROM speaker WHERE id = :speaker OR merged_into_id = :speaker)"""

_DIALECTS = {
    "sqlite": {
        "month": "substr(first_on, 1, 7)",
        "same_month": "substr(first_on, 1, 7) = substr(last_on, 1, 7)",
        "materialized": "MATERIALIZED",
        "at": "substr('000' || at, -3)",
        "by_at": "substr('000' || by_at, -3)",
        "bytewise": "",
        "days": "julianday(one.last_on) - julianday(other.last_on)",
        "greatest": "max",
    },
    "postgresql": {
        "month": "to_char(first_on, 'YYYY-MM')",
        "same_month": "date_trunc('month', first_on) = date_trunc('month', last_on)",
        "materialized": "MATERIALIZED",
        "at": "lpad(at::text, 3, '0')",
        "by_at": "lpad(by_at::text, 3, '0')",
        "bytewise": 'COLLATE "C"',
        "days": "one.last_on - other.last_on",
        "greatest": "greatest",
    },
}


def asked(
    connection: Connection,
    question: str,
    *narrowed: str,
    holder: str = "speaker_id",
    **values: Any,
) -> list[tuple[Any, ...]]:
    """Put a question, narrowed by some of the conditions above."""
    words = _DIALECTS[connection.dialect.name]
    sql = question.format(where=" ".join(narrowed), holder=holder, **words)
    return [tuple(row) for row in connection.execute(text(sql), values)]
