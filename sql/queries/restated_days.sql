-- 问题：哪些日子的数字因更正或退车而变过？
-- Question: Which days have been restated by corrections or returns?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   day: 开票日 · the invoice day
--   sales: 当日的销售 · sales of that day
--   corrected: 更正过的 · of these, corrected since
--   taken_back: 已退车或红冲的 · of these, taken back
--   last_change_at: 最近一次入库时刻（UTC） · when one was last recorded, UTC
SELECT s.sold_on AS day, count(*) AS sales,
       count(*) FILTER (s.versions > 1) AS corrected,
       count(*) FILTER (s.cancelled) AS taken_back, max(s.recorded_at) AS last_change_at
FROM sales AS s
JOIN campaigns AS c ON c.campaign_id = $campaign
 AND s.sold_on BETWEEN c.sales_from AND c.sales_to
GROUP BY s.sold_on HAVING corrected > 0 OR taken_back > 0
ORDER BY day;
