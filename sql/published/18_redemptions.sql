-- Meaning: 银行已受理的核销及其当前状态 · the redemptions that were accepted, as they stand.
-- Grain: 每笔核销一行 · one row a redemption.
-- Columns:
--   redemption_id: 核销编号（随机） · the redemption's random id.
--   bank: 受理银行 · the bank.
--   voucher_no: 券的流水号，见 vouchers · the voucher, as in vouchers.
--   campaign_id: 活动编号 · the campaign.
--   amount_fen: 核销金额，单位分 · the amount in fen.
--   mode: 方式：capture 直接扣款、authorize 先锁后扣 · how: capture taken at once, authorize locked first and taken later.
--   status: 状态：authorized 已锁定、captured 已扣款、cancelled 已撤销、lapsed 锁定到期未扣、reversed 已冲正 · how it stands: authorized locked, captured taken, cancelled given up by the bank, lapsed its lock ran out, reversed given back.
--   redeemed_at: 银行报的核销时刻（UTC） · when it was redeemed, as the bank says, UTC.
--   redeemed_on: 核销日（上海日期） · the day it was redeemed, Asia/Shanghai.
--   station: 核销网点；疑似含个人信息的文字不公布 · where; text that could hold personal data is left out.
--   recorded_at: 入库时刻（UTC） · when it was recorded, UTC.
--   changed_at: 当前状态形成的时刻（UTC） · when its status came about, UTC.
-- Units: amount_fen 为分，时刻为 UTC · amount_fen in fen, instants in UTC.
CREATE TABLE published.redemptions AS
SELECT redemption_id, bank, voucher_no, campaign_id, amount_fen, mode, status,
       redeemed_at, (redeemed_at + INTERVAL 8 HOURS)::DATE AS redeemed_on,
       published_text(station) AS station, recorded_at, changed_at
FROM redemptions_at(getvariable('known_at')) ORDER BY recorded_at, redemption_id;
