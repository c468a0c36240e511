-- Meaning: the redemptions that were accepted, as they stand now.
-- Grain: one row a redemption.
-- Columns: as redemptions_at.
-- Units: amount_fen in fen; instants in UTC.
-- needs: redemptions_at
CREATE OR REPLACE VIEW redemptions AS FROM redemptions_at(TIMESTAMP 'infinity');
