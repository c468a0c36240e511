-- Meaning: 各活动条款对每笔销售的判定 · what each campaign's terms say of each sale.
-- Grain: 每个活动和销售一行 · one row a campaign and sale.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   sale_id: 销售编号，见 sales · the sale, as in sales.
--   outcome: 判定：eligible 符合、waitlisted 候补、needs_review 待核、ineligible 不符合 · the outcome: eligible it meets the terms, waitlisted on the waiting list, needs_review waits for a person, ineligible it does not meet them.
--   eligible: 符合条件为真 · true for an eligible sale.
--   comparable: 除日期和余额外均符合，可作同期对比为真 · true of a sale that counts or would but for its day or for what was left to give.
--   price_fen: 条款口径的价格，单位分 · the price on the terms' basis, in fen.
--   amount_fen: 应得消费券金额，单位分 · the voucher earned, in fen.
--   terms_version: 判定所依条款的哈希 · the content hash of the terms it was decided under.
-- Units: *_fen 为分 · *_fen in fen.
--
-- As decisions_at, but joins what was superseded: a test holds both equal.
CREATE TABLE published.decisions AS
WITH superseded AS (
    SELECT campaign_id, sale_id, decision_no - 1 AS decision_no FROM decision_versions
    WHERE decision_no > 1 AND recorded_at <= getvariable('known_at')
)
SELECT d.campaign_id, published_sale(d.sale_id) AS sale_id, d.outcome, d.eligible,
       list_has_all(['sold_before_start', 'sold_after_end', 'contract_outside_window',
                     'registered_outside_window', 'applied_outside_window',
                     'entered_after_close', 'draw_pending', 'quota_full',
                     'sub_budget_spent', 'budget_spent'], d.reasons) AS comparable,
       d.price_fen, d.amount_fen, d.terms_version
FROM decision_versions AS d
ANTI JOIN superseded AS newer
  ON newer.campaign_id = d.campaign_id AND newer.sale_id = d.sale_id
 AND newer.decision_no = d.decision_no
WHERE d.recorded_at <= getvariable('known_at');
