-- 问题：哪些在册经销商在活动中一辆也没有计入？
-- Question: Which dealers of the register have no car counted in the campaign?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   dealer_id: 经销商编号 · the dealer
--   name: 经销商名称 · its name
--   district: 所在区县 · its district
--   sales_in_window: 销售期内报送的销售 · sales of the window that it reported
--   refused: 其中不符合条件的 · of these, not eligible
--   last_sale_on: 最近一笔销售日，从未销售为空 · the day of its last sale, null if none
SELECT d.dealer_id, d.name, d.district,
       count(s.sale_id) FILTER (s.sold_on BETWEEN c.sales_from AND c.sales_to)
           AS sales_in_window,
       count(s.sale_id) FILTER (s.sold_on BETWEEN c.sales_from AND c.sales_to
                                AND NOT n.eligible) AS refused,
       max(s.sold_on) AS last_sale_on
FROM dealers AS d
JOIN campaigns AS c ON c.campaign_id = $campaign
LEFT JOIN sales AS s USING (dealer_id)
LEFT JOIN decisions AS n ON n.campaign_id = c.campaign_id AND n.sale_id = s.sale_id
WHERE d.active
GROUP BY d.dealer_id, d.name, d.district
HAVING count(*) FILTER (n.eligible) = 0
ORDER BY sales_in_window DESC, d.dealer_id;
