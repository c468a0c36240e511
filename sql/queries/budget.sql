-- 问题：预算用到哪里了，照现在的速度还够多少天？
-- Question: Where is the budget, and for how many days does it last at this pace?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- param: days INTEGER = 7, 1 to 366 · 速度取最近几天 · how many days the pace is taken from
-- Columns:
--   budget_yuan: 预算，元；未公布时为空 · the budget, yuan, null where none is stated
--   available_yuan: 尚无人应得，元 · earned by nobody yet, yuan
--   held_yuan: 已应得未发放，元 · earned and not issued, yuan
--   committed_yuan: 已发放未使用，元 · issued and not spent, yuan
--   payable_yuan: 已核销，元 · redeemed, yuan
--   recoverable_yuan: 应追回，元 · to be repaid, yuan
--   earned_a_day_yuan: 最近若干天日均应得，元 · earned a day over the last days, yuan
--   days_left: 照此速度还够的天数；无预算或无销售时为空 · days it lasts at this pace, null without budget or sales
WITH pace AS (
    SELECT avg(t.vouchers_fen) AS fen
    FROM daily_totals AS t JOIN campaigns AS c USING (campaign_id)
    WHERE t.campaign_id = $campaign AND t.day > c.as_of - $days AND t.day <= c.as_of
)
SELECT (budget_fen / 100)::DECIMAL(18, 2) AS budget_yuan,
       CASE WHEN budget_fen IS NOT NULL
            THEN (available_fen / 100)::DECIMAL(18, 2) END AS available_yuan,
       (held_fen / 100)::DECIMAL(18, 2) AS held_yuan,
       (committed_fen / 100)::DECIMAL(18, 2) AS committed_yuan,
       (payable_fen / 100)::DECIMAL(18, 2) AS payable_yuan,
       (recoverable_fen / 100)::DECIMAL(18, 2) AS recoverable_yuan,
       (fen / 100)::DECIMAL(18, 2) AS earned_a_day_yuan,
       CASE WHEN budget_fen IS NOT NULL
            THEN floor(available_fen / nullif(fen, 0))::BIGINT END AS days_left
FROM budget_states, pace WHERE campaign_id = $campaign;
