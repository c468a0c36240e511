-- 问题：拿到券后几天开始使用？
-- Question: How many days after its issue is a voucher first used?
-- param: campaign VARCHAR = 'zhangjiajie-2022-new-year' · 活动编号 · the campaign
-- Columns:
--   days: 发放到首次核销的天数；未用为空 · days from issue to first use, null for unused ones
--   vouchers: 券数 · vouchers
--   cumulative_percent: 至此天数已用的券占全部券的百分比；未用为空 · percent of all vouchers used by then, null for unused ones
SELECT days_to_redeem AS days, count(*) AS vouchers,
       CASE WHEN days_to_redeem IS NOT NULL
            THEN (100 * sum(count(*)) OVER (ORDER BY days_to_redeem NULLS LAST)
                  / sum(count(*)) OVER ())::DECIMAL(5, 1) END AS cumulative_percent
FROM voucher_redemption WHERE campaign_id = $campaign
GROUP BY days_to_redeem ORDER BY days_to_redeem NULLS LAST;
