-- Meaning: what each campaign's terms say of each sale, as known now.
-- Grain: one row a campaign and sale.
-- Columns: as decisions_at.
-- Units: amount_fen and price_fen in fen.
-- needs: decisions_at
CREATE OR REPLACE VIEW decisions AS FROM decisions_at(TIMESTAMP 'infinity');
