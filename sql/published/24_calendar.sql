-- Meaning: 日历：工作日、节假日、距春节天数 · the calendar of the days that sales and campaigns cover.
-- Grain: 每天一行，自最早销售日或活动首日至最后一天 · one row a day, from the first to the last of any sale or campaign.
-- Columns:
--   day: 日期 · the day.
--   weekday: 星期，1 为星期一 · the day of the week, 1 for Monday.
--   is_working_day: 工作日（含调休上班）为真；尚无放假通知的年份为空 · true for a working day, make-up ones too; null in years whose official holidays are not known.
--   holiday: 法定节假日名称，中文；不是节假日时为空，尚无放假通知的年份也为空 · the official holiday in Chinese, null on other days and in years whose official holidays are not known.
--   festival_offset: 距最近的正月初一的天数，之前为负 · days from the nearest first day of the lunar year, negative before it.
-- Units: 天 · days.
CREATE TABLE published.calendar AS
SELECT day, weekday, is_working_day, holiday, festival_offset
FROM told_calendar ORDER BY day;
