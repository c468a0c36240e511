-- 问题：哪些经销商报得晚？
-- Question: Which dealers report late?
-- Note: 更正过的销售只留最后一版的入库时刻，故不计 · of a corrected sale only the last version's instant is known, so it is left out.
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- param: within_days INTEGER = 7, 0 to 3660 · 期限，天 · the limit in days
-- Columns:
--   dealer_id: 经销商编号 · the dealer
--   dealer_name: 经销商名称 · its name
--   sales: 销售期内从未更正的销售 · sales of the window that were never corrected
--   median_days: 从开票到入库天数的中位数 · median days from invoice to being recorded
--   longest_days: 最长天数 · the longest
--   late: 晚于期限的笔数 · how many were later than the limit
--   late_percent: 占百分比 · percent of them
SELECT s.dealer_id, any_value(d.name) AS dealer_name, count(*) AS sales,
       median(date_diff('day', s.sold_on, (s.recorded_at + INTERVAL 8 HOURS)::DATE))
           ::DECIMAL(18, 1) AS median_days,
       max(date_diff('day', s.sold_on, (s.recorded_at + INTERVAL 8 HOURS)::DATE))
           AS longest_days,
       count(*) FILTER (date_diff('day', s.sold_on,
           (s.recorded_at + INTERVAL 8 HOURS)::DATE) > $within_days) AS late,
       (100 * count(*) FILTER (date_diff('day', s.sold_on,
           (s.recorded_at + INTERVAL 8 HOURS)::DATE) > $within_days) / count(*))
           ::DECIMAL(5, 1) AS late_percent
FROM sales AS s
JOIN campaigns AS c ON c.campaign_id = $campaign
 AND s.sold_on BETWEEN c.sales_from AND c.sales_to
LEFT JOIN dealers AS d USING (dealer_id)
WHERE s.versions = 1
GROUP BY s.dealer_id ORDER BY late DESC, s.dealer_id;
