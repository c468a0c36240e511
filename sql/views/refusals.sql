-- Meaning: the rows of feeds that did not land, one line a reason.
-- Grain: one row a refused or waiting row and reason.
-- Columns: feed_id; file; recorded_at (UTC); sheet; row_no as a spreadsheet shows it;
--   outcome (refused or review); reason.
-- Units: none.
CREATE OR REPLACE VIEW refusals AS
SELECT f.feed_id, f.file, f.recorded_at, r.sheet, r.row_no, r.outcome,
       unnest(r.reasons) AS reason
FROM refused_rows AS r JOIN feeds AS f USING (feed_id);
