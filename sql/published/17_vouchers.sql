-- Meaning: 消费券的当前状态，不含券码 · the vouchers as they stand, without their codes.
-- Grain: 每张券一行 · one row a voucher.
-- Columns:
--   voucher_no: 券的流水号 · the voucher's running number.
--   campaign_id: 活动编号 · the campaign.
--   sale_id: 所属销售编号，见 sales · the sale that it stands for, as in sales.
--   kind: 券种：fuel 加油券、general 通用券、shopping 购物券、cash 现金 · what it can be spent on: fuel at stations, general anywhere, shopping in shops, cash paid out.
--   face_fen: 面值，单位分 · its face value in fen.
--   state: 状态：open 可用、voided 作废、expired 过期 · its state: open can be used, voided taken back, expired past its end.
--   held: 暂停使用为真 · true while it is suspended.
--   balance_fen: 余额，单位分 · what can still be spent, in fen.
--   locked_fen: 已锁定待扣，单位分 · what is promised to banks, in fen.
--   captured_fen: 已核销且未冲正，单位分 · what was spent and not reversed, in fen.
--   clawed_fen: 应追回，单位分 · what is to be repaid, in fen.
--   starts_at: 可用起始时刻（UTC），无限制为空 · first instant of use, UTC; null for no bound.
--   expires_at: 失效时刻（UTC），无限制为空 · first instant at which it can no longer be used, UTC; null for no bound.
--   issued_at: 发放时刻（UTC） · when it was issued, UTC.
--   changed_at: 最近变动时刻（UTC） · when it last changed, UTC.
-- Units: *_fen 为分，时刻为 UTC · *_fen in fen, instants in UTC.
CREATE TABLE published.vouchers AS
SELECT voucher_no, campaign_id, published_sale(sale_id) AS sale_id, kind, face_fen,
       state, held, balance_fen, locked_fen, captured_fen, clawed_fen, starts_at,
       expires_at, issued_at, changed_at
FROM vouchers_at(getvariable('known_at')) ORDER BY voucher_no;
