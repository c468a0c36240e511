-- Meaning: the register of dealers as known now.
-- Grain: one row a dealer.
-- Columns: as dealers_at.
-- Units: none.
-- needs: dealers_at
CREATE OR REPLACE VIEW dealers AS FROM dealers_at(TIMESTAMP 'infinity');
