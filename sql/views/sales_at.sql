-- Meaning: the sales as they were known at an instant, each in its last version by then.
-- Grain: one row a sale. Macro: FROM sales_at(known_at).
-- Columns: sale_id; version; identity facts (dealer_id, record_no, vin, invoice_code,
--   invoice_number); sold_on, the invoice day in Asia/Shanghai; condition; brand; model;
--   energy; the price columns; district, the row's own or else its dealer's; keyed and
--   masked personal data; synthetic; cancelled, true for a sale taken back, with
--   cancelled_on, cancel_reason and red_invoice, the invoice that took it back;
--   replaces_invoice, the invoice that this one was made out for anew; set_aside, true
--   where a person found that another dealer sold the car; what campaigns may ask besides
--   (contract_on, registered_on, applied_on, buyer_kind, buyer_age in full years on the
--   invoice day, vehicle_use, seats, emission_stage, displacement_ml, tax_authority,
--   plate_region, old_disposal, old_fuel, old_registered_on, old_disposed_on), null where
--   no feed told it; submitted_at, the record of the first version; feed_id, sheet, row_no
--   of its source; recorded_at.
-- Units: *_fen in fen; recorded_at in UTC.
-- needs: dealers_at
CREATE OR REPLACE MACRO sales_at(known_at) AS TABLE
SELECT s.sale_id, s.version, s.row_hash, s.dealer_id, d.name AS dealer_name,
       s.record_no, s.vin, s.invoice_code, s.invoice_number, s.sold_on, s.condition,
       s.brand, s.model, s.energy, s.bare_price_fen, s.invoice_total_fen,
       s.invoice_net_fen, s.invoice_tax_fen,
       coalesce(s.district, d.district) AS district,
       s.buyer_key, s.buyer_id_masked, s.buyer_name_masked, s.phone_key, s.phone_masked,
       s.contract_on, s.registered_on, s.applied_on, s.buyer_kind, s.buyer_age,
       s.vehicle_use, s.seats, s.emission_stage, s.displacement_ml, s.tax_authority,
       s.plate_region, s.old_disposal, s.old_fuel, s.old_registered_on,
       s.old_disposed_on, s.submitted_at,
       s.synthetic, s.cancelled, s.cancelled_on, s.cancel_reason, s.red_invoice,
       s.replaces_invoice, coalesce(r.verdict = 'set_aside', false) AS set_aside,
       s.feed_id, s.sheet, s.row_no, s.recorded_at
FROM sale_versions AS s
LEFT JOIN dealers_at(known_at) AS d ON d.dealer_id = s.dealer_id
LEFT JOIN (
    SELECT sale_id, vin, arg_max(verdict, recorded_at) AS verdict
    FROM sale_resolutions WHERE recorded_at <= known_at GROUP BY sale_id, vin) AS r
  ON r.sale_id = s.sale_id AND r.vin = s.vin
WHERE s.recorded_at <= known_at
  AND NOT EXISTS (
      SELECT 1 FROM sale_versions AS newer
      WHERE newer.sale_id = s.sale_id AND newer.version = s.version + 1
        AND newer.version > 1 AND newer.recorded_at <= known_at);
