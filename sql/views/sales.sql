-- Meaning: the sales as known now.
-- Grain: one row a sale.
-- Columns: as sales_at.
-- Units: *_fen in fen; recorded_at in UTC.
-- needs: sales_at
CREATE OR REPLACE VIEW sales AS FROM sales_at(TIMESTAMP 'infinity');
