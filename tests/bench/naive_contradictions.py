"""Contradictions of all three kinds as self-joins over the tables of editing."""

from tests.bench.naive import SAID

CONTRADICTIONS = (
    """WITH RECURSIVE """
    + SAID
    + """,
numbered AS {materialized} (
    SELECT said.*, {holder} AS holder_id,
        CASE WHEN value > 0 THEN 1 WHEN value < 0 THEN -1 ELSE 0 END AS sign,
        first_on || '|' || last_on || '|' || start_time || '|' || uid || '|' || {at}
            || '|' || {by_at} AS key
    FROM said WHERE value IS NOT NULL OR act = 'retracts' AND code = 'decline'
),
same_day AS (
    SELECT 'same_day' AS kind, one.holder_id, one.claim_id, one.uid, other.claim_id AS other_id,
        other.uid AS other_uid
    FROM numbered AS one
    JOIN numbered AS other ON other.holder_id = one.holder_id AND other.claim_id = one.claim_id
        AND other.sign = -1 AND ((one.first_on = one.last_on AND other.first_on = one.first_on
        AND other.last_on = one.last_on) OR other.occasion_id = one.occasion_id)
    WHERE one.sign = 1
),
spoke AS (
    SELECT one.*, one.body_id AS for_id FROM numbered AS one WHERE one.body_id <> one.speaker_id
    UNION
    SELECT one.*, COALESCE(body.merged_into_id, body.id) FROM numbered AS one
    JOIN speaker AS same ON COALESCE(same.merged_into_id, same.id) = one.speaker_id
    JOIN role ON role.speaker_id = same.id
        AND (role.first_on IS NULL OR role.first_on <= one.last_on)
        AND (role.last_on IS NULL OR role.last_on >= one.first_on)
    JOIN speaker AS body ON body.id = role.body_id
    WHERE one.body_id IS NULL OR one.body_id <> one.speaker_id
),
against_body AS (
    SELECT 'against_body', one.holder_id, one.claim_id, one.uid, other.claim_id, other.uid
    FROM spoke AS one
    JOIN numbered AS other ON other.claim_id = one.claim_id AND other.body_id = one.for_id
        AND other.speaker_id <> one.speaker_id AND other.last_on <= one.last_on
    WHERE one.sign * other.sign < 0
    AND NOT (
        (one.first_on = one.last_on AND other.first_on = one.first_on
            AND other.last_on = one.last_on OR COALESCE(other.occasion_id = one.occasion_id, FALSE))
        AND (COALESCE(other.body_id = one.body_id, FALSE)
            OR COALESCE(other.state_id = one.state_id, FALSE))
    )
    AND NOT EXISTS (SELECT 1 FROM numbered AS later
        WHERE later.claim_id = one.claim_id AND later.body_id = one.for_id
        AND later.speaker_id <> one.speaker_id AND later.last_on <= one.last_on
        AND later.value IS NOT NULL AND later.key {bytewise} > other.key)
),
rule AS (
    SELECT DISTINCT COALESCE(one.merged_into_id, one.id) AS claim_id,
        CASE WHEN one.is_mirrored THEN -1 ELSE 1 END AS sign,
        COALESCE(other.merged_into_id, other.id) AS other_id,
        CASE WHEN kind_of.kind = 'contradicts' THEN 1 ELSE -1 END
            * CASE WHEN other.is_mirrored THEN -1 ELSE 1 END AS other_sign
    FROM claim_relation AS kind_of
    JOIN claim AS one ON one.id = kind_of.claim_id
    JOIN claim AS other ON other.id = kind_of.other_id
    WHERE kind_of."left" IS NULL AND kind_of.kind <> 'narrower'
),
related AS (
    SELECT 'related_claims', one.holder_id, one.claim_id, one.uid, other.claim_id, other.uid
    FROM rule
    JOIN numbered AS one ON one.claim_id = rule.claim_id AND one.sign = rule.sign
    JOIN numbered AS other ON other.claim_id = rule.other_id AND other.sign = rule.other_sign
        AND other.holder_id = one.holder_id
    WHERE rule.claim_id <> rule.other_id AND ABS({days}) <= 365
    AND NOT EXISTS (SELECT 1 FROM numbered AS later
        WHERE later.claim_id = one.claim_id AND later.holder_id = one.holder_id
        AND later.key {bytewise} > one.key
        AND later.last_on <= {greatest}(one.last_on, other.last_on))
    AND NOT EXISTS (SELECT 1 FROM numbered AS later
        WHERE later.claim_id = other.claim_id AND later.holder_id = other.holder_id
        AND later.key {bytewise} > other.key
        AND later.last_on <= {greatest}(one.last_on, other.last_on))
)
SELECT told.kind, holder.uid, one.uid, told.uid, other.uid, other_uid
FROM (SELECT * FROM same_day UNION SELECT * FROM against_body UNION SELECT * FROM related) AS told
JOIN speaker AS holder ON holder.id = told.holder_id
JOIN claim AS one ON one.id = told.claim_id
JOIN claim AS other ON other.id = told.other_id"""
)
