-- Meaning: 各活动分能源类型逐日的符合条件销售 · eligible sales by day and what the cars run on.
-- Grain: 每个活动、日期和能源类型一行，只含有销售的 · one row a campaign, day and energy with a sale.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   day: 日期（上海） · the day, Asia/Shanghai.
--   energy: 能源类型：bev 纯电、phev 插电混动、erev 增程、hev 油电混动、ice 燃油；未报时为空 · what the car runs on: bev battery, phev plug-in hybrid, erev range extender, hev hybrid, ice petrol or diesel; null where not told.
--   cars_sold: 符合条件的辆数 · the eligible cars sold.
--   sales_fen: 销售额（条款口径），单位分 · their prices on the terms' basis, in fen.
--   sales_yuan: 销售额，单位元 · the same in yuan.
-- Units: *_fen 为分，*_yuan 为元 · *_fen in fen, *_yuan in yuan.
CREATE VIEW published.energy_daily AS
SELECT campaign_id, sold_on AS day, energy, count(*) AS cars_sold,
       sum(price_fen)::BIGINT AS sales_fen,
       (sum(price_fen)::DECIMAL(20, 2) / 100)::DECIMAL(18, 2) AS sales_yuan
FROM eligible_sales GROUP BY campaign_id, sold_on, energy;
