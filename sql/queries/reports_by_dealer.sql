-- 问题：哪些经销商报送的行被拒收最多？
-- Question: Which dealers have most rows refused?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   dealer_id: 经销商编号，无从归属时为空 · the dealer, null for rows that name none
--   dealer_name: 经销商名称 · its name
--   rows: 报送行数 · rows reported
--   refused: 拒收行数 · rows refused
--   review: 待人工核对的行数 · rows that wait for a person
--   refused_percent: 拒收百分比 · percent refused
--   window_sales: 销售期内入库的销售 · its sales of the campaign's window
SELECT f.dealer_id, d.name AS dealer_name, f."rows", f.refused, f.review,
       (100 * f.refused / nullif(f."rows", 0))::DECIMAL(5, 1) AS refused_percent,
       (SELECT count(*) FROM sales AS s JOIN campaigns AS c
          ON c.campaign_id = $campaign
         AND s.sold_on BETWEEN c.sales_from AND c.sales_to
        WHERE s.dealer_id = f.dealer_id) AS window_sales
FROM feed_quality AS f LEFT JOIN dealers AS d USING (dealer_id)
ORDER BY f.refused DESC, f.dealer_id;
