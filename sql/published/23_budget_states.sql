-- Meaning: 各活动资金的去向 · where the money of each campaign is.
-- Grain: 每个活动一行 · one row a campaign.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   budget_fen: 预算，单位分；未公布时为空 · the budget in fen, null where none is stated.
--   available_fen: 尚无人应得，单位分 · what nobody earned yet, in fen.
--   held_fen: 已符合条件而未发放，单位分 · earned by eligible sales and not issued, in fen.
--   committed_fen: 已发放未使用，单位分 · issued and not spent, in fen.
--   payable_fen: 已核销，单位分 · redeemed, in fen.
--   recoverable_fen: 已核销中应追回的部分，单位分 · of what is payable, to be repaid, in fen.
--   unfunded_fen: 超出预算的应得金额，单位分 · earned beyond what is left of the budget, in fen.
-- Units: *_fen 为分 · *_fen in fen.
CREATE TABLE published.budget_states AS
SELECT campaign_id, budget_fen, available_fen::BIGINT AS available_fen,
       held_fen::BIGINT AS held_fen, committed_fen::BIGINT AS committed_fen,
       payable_fen::BIGINT AS payable_fen, recoverable_fen::BIGINT AS recoverable_fen,
       unfunded_fen::BIGINT AS unfunded_fen
FROM budget_states ORDER BY campaign_id;
