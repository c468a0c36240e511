-- Meaning: where the money of each campaign is now.
-- Grain: one row a campaign.
-- Columns: campaign_id; budget_fen, null where none is stated; available_fen, what nobody
--   earned yet; held_fen, earned by eligible sales and not issued; committed_fen, issued
--   and not spent; payable_fen, redeemed; recoverable_fen, of what is payable, to be
--   repaid; unfunded_fen, earned by eligible sales beyond what is left of the budget.
--   Where a budget is stated it is available + held + committed + payable.
-- Units: *_fen in fen.
-- needs: campaigns_at, vouchers_now, decisions
CREATE OR REPLACE VIEW budget_states AS
WITH issued AS (
    SELECT campaign_id, sum(balance_fen + locked_fen)::BIGINT AS committed_fen,
           sum(captured_fen)::BIGINT AS payable_fen,
           sum(least(clawed_fen, captured_fen))::BIGINT AS recoverable_fen
    FROM vouchers_now GROUP BY campaign_id
), earned AS (
    SELECT d.campaign_id, sum(d.amount_fen)::BIGINT AS earned_fen
    FROM decisions AS d ANTI JOIN (FROM vouchers_now WHERE state <> 'voided') AS v
      ON v.campaign_id = d.campaign_id AND v.sale_id = d.sale_id
    WHERE d.eligible GROUP BY d.campaign_id
), sums AS (
    SELECT c.campaign_id, c.budget_fen,
           coalesce(i.committed_fen, 0) AS committed_fen,
           coalesce(i.payable_fen, 0) AS payable_fen,
           coalesce(i.recoverable_fen, 0) AS recoverable_fen,
           coalesce(e.earned_fen, 0) AS earned_fen,
           greatest(0, c.budget_fen - coalesce(i.committed_fen, 0)
                       - coalesce(i.payable_fen, 0)) AS left_fen
    FROM campaigns_at(TIMESTAMP 'infinity') AS c
    LEFT JOIN issued AS i ON i.campaign_id = c.campaign_id
    LEFT JOIN earned AS e ON e.campaign_id = c.campaign_id
)
SELECT campaign_id, budget_fen,
       CASE WHEN budget_fen IS NOT NULL
            THEN greatest(0, left_fen - earned_fen) END AS available_fen,
       CASE WHEN budget_fen IS NULL THEN earned_fen
            ELSE least(earned_fen, left_fen) END AS held_fen,
       committed_fen, payable_fen, recoverable_fen,
       CASE WHEN budget_fen IS NULL THEN 0
            ELSE greatest(0, earned_fen - left_fen) END AS unfunded_fen
FROM sums;
