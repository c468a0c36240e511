-- Meaning: 每张券的使用经过 · how each voucher was used.
-- Grain: 每张券一行 · one row a voucher.
-- Columns:
--   voucher_no: 券的流水号 · the voucher's running number.
--   campaign_id: 活动编号 · the campaign.
--   sale_id: 所属销售编号 · the sale that it stands for.
--   kind: 券种：fuel 加油券、general 通用券、shopping 购物券、cash 现金 · what it can be spent on: fuel at stations, general anywhere, shopping in shops, cash paid out.
--   state: 状态：open 可用、voided 作废、expired 过期 · its state: open can be used, voided taken back, expired past its end.
--   face_fen: 面值，单位分 · its face value in fen.
--   face_yuan: 面值，单位元 · the same in yuan.
--   captured_fen: 已核销，单位分 · what was spent, in fen.
--   captured_yuan: 已核销，单位元 · the same in yuan.
--   redemptions: 已核销笔数（未冲正） · how many redemptions were taken and not reversed.
--   issued_on: 发放日（上海日期） · the day it was issued, Asia/Shanghai.
--   first_redeemed_on: 首次核销日，未核销为空 · the day of its first redemption, null if none.
--   last_redeemed_on: 最近核销日，未核销为空 · the day of its last redemption, null if none.
--   days_to_redeem: 发放到首次核销的天数，未核销为空 · days from its issue to its first redemption, null if none.
-- Units: *_fen 为分，*_yuan 为元，日期为上海日期 · *_fen in fen, *_yuan in yuan, days in Asia/Shanghai.
CREATE VIEW published.voucher_redemption AS
SELECT v.voucher_no, v.campaign_id, v.sale_id, v.kind, v.state, v.face_fen,
       (v.face_fen::DECIMAL(20, 2) / 100)::DECIMAL(18, 2) AS face_yuan,
       v.captured_fen,
       (v.captured_fen::DECIMAL(20, 2) / 100)::DECIMAL(18, 2) AS captured_yuan,
       coalesce(r.redemptions, 0) AS redemptions,
       (v.issued_at + INTERVAL 8 HOURS)::DATE AS issued_on,
       r.first_redeemed_on, r.last_redeemed_on,
       date_diff('day', (v.issued_at + INTERVAL 8 HOURS)::DATE, r.first_redeemed_on)
           AS days_to_redeem
FROM vouchers AS v
LEFT JOIN (
    SELECT voucher_no, count(*) AS redemptions, min(redeemed_on) AS first_redeemed_on,
           max(redeemed_on) AS last_redeemed_on
    FROM redemptions WHERE status = 'captured' GROUP BY voucher_no) AS r
  USING (voucher_no);
