-- From "law raw …" (what was filed) and the rules of the Council to "law drafts", "law votes", "law vetoes", "law notes".

-- A word we do not know guards like the highest.
CREATE OR REPLACE TEMP MACRO law_level(word) AS
CASE WHEN word IS NULL THEN 1 ELSE coalesce(nullif(list_position(['public', 'restricted', 'sealed'], word), 0), 3) END;
CREATE OR REPLACE TEMP MACRO law_word(level) AS ['public', 'restricted', 'sealed'][level];

-- One row per draft and member. `odd`: filed as permanent, or not, against the Charter.
CREATE OR REPLACE TEMP TABLE "law member" AS
SELECT v.draft, v.member, min(v.report_id) AS report_id, min(v.date) AS date, arg_min(v.topic, v.report_id) AS topic,
       min(v.vote) AS vote, max(law_level(v.sensitivity)) AS level,
       count(DISTINCT v.vote) = 1 AND bool_and(v.vote IN ('yes', 'no', 'abstain', 'absent')) AS clean,
       coalesce(bool_or(v.permanent), bool_or(s.member IS NOT NULL), false) AS permanent,
       bool_or(v.permanent <> (s.member IS NOT NULL)) AS odd
FROM "law raw votes" v
LEFT JOIN "law seats" s ON s.member = v.member AND v.date BETWEEN s.start AND coalesce(s.last, v.date)
WHERE v.draft IS NOT NULL AND v.member IS NOT NULL
GROUP BY v.draft, v.member;

-- One row per draft with votes; `derived` where the vote of every seat is filed, once, in words we know.
CREATE OR REPLACE TEMP TABLE "law tally" AS
SELECT t.*, z.seats, z.needed, coalesce(t.clean AND t.members = z.seats, false) AS derived,
       CASE WHEN t.absent = z.seats THEN 'adopted without a vote'
            WHEN t.yes < z.needed THEN 'failed'
            WHEN len(t.against) > 0 THEN 'vetoed'
            ELSE 'adopted' END AS outcome
FROM (SELECT draft, min(report_id) AS report_id, min(date) AS date, arg_min(topic, report_id) AS topic,
             count(*) AS members, bool_and(clean) AND min(date) = max(date) AS clean, max(level) AS level,
             count(*) FILTER (WHERE vote = 'yes') AS yes, count(*) FILTER (WHERE vote = 'no') AS no,
             count(*) FILTER (WHERE vote = 'abstain') AS abstain, count(*) FILTER (WHERE vote = 'absent') AS absent,
             coalesce(list(member ORDER BY member) FILTER (WHERE vote = 'no' AND permanent), []) AS against
      FROM "law member" GROUP BY draft) t
LEFT JOIN "law sizes" z ON t.date BETWEEN z.start AND coalesce(z.last, t.date);

-- One row per draft in a list of vetoes by name.
CREATE OR REPLACE TEMP TABLE "law listed" AS
SELECT draft, min(report_id) AS report_id, min(date) AS date, arg_min(topic, report_id) AS topic,
       arg_min(agenda, report_id) AS agenda, arg_min(asks, report_id) FILTER (WHERE len(asks) > 0) AS asks,
       list_sort(list(DISTINCT member)) AS members, max(law_level(sensitivity)) AS level
FROM "law raw vetoes" WHERE draft IS NOT NULL AND member IS NOT NULL GROUP BY draft;

-- One row per draft filed as such; where several rows speak of one, the first by id that says something counts.
CREATE OR REPLACE TEMP TABLE "law filed" AS
SELECT draft, min(report_id) AS report_id, arg_min(date, report_id) AS date, arg_min(agenda, report_id) AS agenda,
       arg_min(topic, report_id) AS topic, arg_min(what, report_id) AS what, arg_min(yes, report_id) AS yes,
       arg_min(no, report_id) AS no, arg_min(abstain, report_id) AS abstain, arg_min(absent, report_id) AS absent,
       arg_min(outcome, report_id) AS outcome, arg_min(asks, report_id) FILTER (WHERE len(asks) > 0) AS asks,
       count(DISTINCT date) > 1 OR count(DISTINCT topic) > 1 AS odd, max(law_level(sensitivity)) AS level
FROM "law raw drafts" WHERE draft IS NOT NULL GROUP BY draft;

-- One row per draft that any of the three knows. A list of names outranks bare counts: it says that a member vetoed.
-- A question filed as procedural cannot be vetoed (Article 27(2)), whoever voted against.
CREATE OR REPLACE TEMP TABLE "law known" AS
SELECT k.*, z.seats, z.needed,
       CASE WHEN derived AND procedural AND v_outcome = 'vetoed' THEN 'adopted'
            WHEN derived THEN v_outcome
            WHEN listed IS NOT NULL THEN 'vetoed'
            WHEN f_outcome IS NOT NULL THEN f_outcome
            WHEN yes < z.needed THEN 'failed'
            WHEN yes >= z.needed AND starts_with(draft, 'S/RES/') THEN 'adopted' END AS outcome,
       CASE WHEN derived AND v_outcome = 'vetoed' AND NOT procedural THEN against
            WHEN NOT derived AND listed IS NOT NULL THEN listed
            ELSE [] END AS vetoing,
       CASE WHEN derived THEN 'derived' ELSE 'recorded' END AS basis
FROM (SELECT d.draft, coalesce(f.report_id, v.report_id, r.report_id) AS report_id,
             coalesce(f.date, v.date, r.date) AS date, f.date AS f_date, v.date AS v_date, r.date AS r_date,
             coalesce(f.agenda, r.agenda) AS agenda, coalesce(f.topic, v.topic, r.topic) AS topic,
             coalesce(f.asks, r.asks, ['uncoded']) AS asks, f.what, coalesce(f.odd, false) AS odd,
             coalesce(v.derived, false) AS derived, v.outcome AS v_outcome, v.against, v.members AS v_members,
             CASE WHEN v.derived THEN v.yes ELSE f.yes END AS yes,
             CASE WHEN v.derived THEN v.no ELSE f.no END AS no,
             CASE WHEN v.derived THEN v.abstain ELSE f.abstain END AS abstain,
             CASE WHEN v.derived THEN v.absent ELSE f.absent END AS absent,
             f.yes AS f_yes, f.no AS f_no, f.abstain AS f_abstain, f.outcome AS f_outcome, r.members AS listed,
             coalesce(f.outcome = 'procedural', false) AS procedural,
             greatest(coalesce(f.level, 1), coalesce(v.level, 1), coalesce(r.level, 1)) AS level
      FROM (SELECT draft FROM "law filed" UNION SELECT draft FROM "law tally" UNION SELECT draft FROM "law listed") d
      LEFT JOIN "law filed" f USING (draft)
      LEFT JOIN "law tally" v USING (draft)
      LEFT JOIN "law listed" r USING (draft)) k
LEFT JOIN "law sizes" z ON k.date BETWEEN z.start AND coalesce(z.last, k.date);

CREATE OR REPLACE TEMP TABLE "law drafts" AS
SELECT report_id, draft, date, agenda, topic, asks, what, yes, no, abstain,
       coalesce(absent, CASE WHEN yes + no + abstain <= seats THEN seats - yes - no - abstain END) AS absent,
       seats, outcome, vetoing, basis, law_word(level) AS sensitivity
FROM "law known";

CREATE OR REPLACE TEMP TABLE "law votes" AS
SELECT v.report_id, v.draft, v.date, v.member, m.permanent, v.vote, k.topic, k.asks, k.outcome,
       law_word(greatest(k.level, v.level)) AS sensitivity
FROM (SELECT draft, member, vote, min(report_id) AS report_id, min(date) AS date, max(law_level(sensitivity)) AS level
      FROM "law raw votes" GROUP BY draft, member, vote) v
JOIN "law member" m USING (draft, member)
JOIN "law known" k USING (draft);

CREATE OR REPLACE TEMP TABLE "law vetoes" AS
SELECT coalesce(m.report_id, r.report_id) AS report_id, k.draft, coalesce(m.date, r.date, k.date) AS date, k.member,
       k.topic, k.agenda, k.asks, list_filter(k.vetoing, lambda x: x <> k.member) AS "with", k.basis,
       law_word(k.level) AS sensitivity
FROM (SELECT *, unnest(vetoing) AS member FROM "law known") k
LEFT JOIN "law member" m ON k.derived AND m.draft = k.draft AND m.member = k.member
LEFT JOIN (SELECT draft, member, min(report_id) AS report_id, min(date) AS date
           FROM "law raw vetoes" GROUP BY draft, member) r
       ON NOT k.derived AND r.draft = k.draft AND r.member = k.member;

CREATE OR REPLACE TEMP TABLE "law notes" AS
SELECT draft, 1 AS n, 'the votes and the list of vetoes disagree: the votes give '
       || CASE WHEN len(vetoing) > 0 THEN 'a veto by ' || array_to_string(vetoing, ', ')
               ELSE 'no veto (' || outcome || ')' END
       || ', the list ' || array_to_string(listed, ', ') || '; the votes are used' AS note
FROM "law known" WHERE derived AND listed IS NOT NULL AND vetoing <> listed
UNION ALL
SELECT draft, 2, 'votes of ' || v_members || ' members are filed, of ' || coalesce(seats::VARCHAR, 'an unknown number of')
       || ' seats, or a vote contradicts another; the outcome is not derived from them'
FROM "law known" WHERE v_members IS NOT NULL AND NOT derived
UNION ALL
SELECT draft, 3, 'the counts filed (' || concat_ws('-', f_yes, f_no, f_abstain) || ') are not those of the votes ('
       || concat_ws('-', yes, no, abstain) || '); the votes are used'
FROM "law known" WHERE derived AND (f_yes <> yes OR f_no <> no OR f_abstain <> abstain)
UNION ALL
SELECT draft, 4, 'filed on different days: '
       || array_to_string(list_sort(list_distinct(list_filter([f_date, v_date, r_date], lambda x: x IS NOT NULL))), ', ')
FROM "law known" WHERE f_date <> v_date OR f_date <> r_date OR v_date <> r_date
UNION ALL
SELECT draft, 5, 'filed more than once, with different days or topics; the first by id is used' FROM "law known" WHERE odd
UNION ALL
SELECT draft, 6, 'listed as vetoed, though ' || yes || ' votes in favour were fewer than the ' || needed || ' needed that day'
FROM "law known" WHERE NOT derived AND listed IS NOT NULL AND yes < needed
UNION ALL
SELECT draft, 7, 'permanent or not, as filed, is not as the Charter has it for ' || string_agg(member, ', ' ORDER BY member)
FROM "law member" WHERE odd GROUP BY draft
UNION ALL
SELECT draft, 8, 'filed as a procedural question, which no veto can stop, and listed as vetoed; the list is used'
FROM "law known" WHERE procedural AND NOT derived AND listed IS NOT NULL;
