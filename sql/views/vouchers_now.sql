-- Meaning: the vouchers as they stand now.
-- Grain: one row a voucher.
-- Columns: as vouchers_at.
-- Units: *_fen in fen; instants in UTC.
-- needs: vouchers_at
CREATE OR REPLACE VIEW vouchers_now AS FROM vouchers_at(TIMESTAMP 'infinity');
