-- Meaning: the register of dealers as it was known at an instant.
-- Grain: one row a dealer. Macro: FROM dealers_at(known_at).
-- Columns: dealer_id; name; uscc, the unified social credit code; district; active,
--   false for one that has closed; synthetic, true for made-up data; feed_id, sheet, row_no of the file it came from; version;
--   recorded_at (UTC).
-- Units: none.
CREATE OR REPLACE MACRO dealers_at(known_at) AS TABLE
SELECT dealer_id, name, uscc, district, active, synthetic,
       feed_id, sheet, row_no, row_hash, version, recorded_at
FROM dealer_versions
WHERE recorded_at <= known_at
QUALIFY row_number() OVER (PARTITION BY dealer_id ORDER BY version DESC) = 1;
