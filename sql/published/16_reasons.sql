-- Meaning: 每笔不符合条件的销售的每一条理由 · every reason against a sale.
-- Grain: 每个活动、销售和理由一行 · one row a campaign, sale and reason.
-- Columns:
--   campaign_id: 活动编号 · the campaign.
--   sale_id: 销售编号，见 sales · the sale, as in sales.
--   reason: 理由代码：sale_cancelled 该销售已退车或其发票已红冲；sale_set_aside 经人工认定，该车由另一家经销商售出；identity_required 缺少活动条款要求的识别项；value_missing 缺少条款判断所需的数据；sold_before_start 开票日期早于活动开始日；sold_after_end 开票日期晚于活动截止日；contract_outside_window 合同（订单）日期不在规定期间内；registered_outside_window 注册登记（上牌）日期不在规定期间内；applied_outside_window 申领日期不在规定期间内；not_new 不是新车；not_used 不是二手车；use_not_covered 车辆使用性质不在活动范围内；seats_not_covered 车辆座位数不在活动范围内；emission_below_stage 车辆排放标准低于活动要求；displacement_above_limit 车辆排量超过活动上限；energy_not_covered 车辆能源类型不在活动范围内；buyer_kind_not_covered 购车人类型（个人或单位）不在活动范围内；buyer_age_not_covered 购车人年龄不在活动范围内；district_not_covered 销售所属区县不在活动范围内；tax_authority_not_covered 发票的主管税务机关不在活动范围内；plate_not_covered 车辆号牌归属地不在活动范围内；dealer_not_listed 经销商不在活动名单内；old_vehicle_not_covered 旧车的处置方式、处置日期或注册日期不符合条款；price_below_floor 价格低于活动门槛；price_outside_tiers 价格不在任何一档之内；counted_elsewhere 该车或购车人已享受不可叠加的其他活动；entered_after_close 报名截止后才上报，未参加抽取；vehicle_in_conflict 两家以上经销商上报了同一车架号，待人工认定；vehicle_already_counted 该车架号已有一笔更早的合格销售；buyer_cap_reached 该购车人已达到每人上限；phone_cap_reached 该手机号已达到每号上限；dealer_day_full 该经销商当日名额已满；draw_pending 等待抽取：种子尚未公布；quota_full 名额已满，列入候补；sub_budget_spent 分项资金已用完，列入候补；budget_spent 活动资金已用完，列入候补 · the code of the reason: sale_cancelled the sale was taken back; sale_set_aside a person found that another dealer sold this car; identity_required an identity that the terms require is missing; value_missing a value that a rule needs is missing; sold_before_start the car was sold before the campaign began; sold_after_end the car was sold after the campaign ended; contract_outside_window the contract's day lies outside the days allowed; registered_outside_window the car was registered outside the days allowed; applied_outside_window the application lies outside the days allowed; not_new the car is not new; not_used the car is not a used one; use_not_covered the car's use is not covered; seats_not_covered the car's number of seats is not covered; emission_below_stage the car's emission standard is below the one required; displacement_above_limit the engine's displacement is above the limit; energy_not_covered the car's kind of energy is not covered; buyer_kind_not_covered this kind of buyer is not covered; buyer_age_not_covered the buyer's age is not covered; district_not_covered the sale's district is not covered; tax_authority_not_covered the invoice's tax authority is not covered; plate_not_covered the car's plate is of a place that is not covered; dealer_not_listed the dealer is not on the campaign's list; old_vehicle_not_covered the old car's disposal or its days do not meet the terms; price_below_floor the price is below the campaign's floor; price_outside_tiers the price lies in none of the tiers; counted_elsewhere this vehicle or buyer is counted in a campaign that excludes this one; entered_after_close it was reported after entries to the draw had closed; vehicle_in_conflict two or more dealers report this vehicle; a person must resolve it; vehicle_already_counted an earlier sale of this vehicle already counts; buyer_cap_reached the buyer has reached the cap per buyer; phone_cap_reached the phone number has reached the cap per phone; dealer_day_full the dealer's places of that day are taken; draw_pending the draw is still to come: its seed is not revealed yet; quota_full the quota is full; the sale is on the waiting list; sub_budget_spent this part of the budget is spent; the sale is on the waiting list; budget_spent the budget is spent; the sale is on the waiting list.
--   sentence_zh: 理由，中文 · what it says, in Chinese.
--   sentence_en: 理由，英文 · what it says, in English.
-- Units: 无单位 · no units.
CREATE TABLE published.reasons AS
WITH superseded AS (
    SELECT campaign_id, sale_id, decision_no - 1 AS decision_no FROM decision_versions
    WHERE decision_no > 1 AND recorded_at <= getvariable('known_at')
), against AS (
    SELECT d.campaign_id, d.sale_id, unnest(d.reasons) AS reason
    FROM decision_versions AS d
    ANTI JOIN superseded AS newer
      ON newer.campaign_id = d.campaign_id AND newer.sale_id = d.sale_id
     AND newer.decision_no = d.decision_no
    WHERE d.recorded_at <= getvariable('known_at') AND len(d.reasons) > 0
)
SELECT a.campaign_id, published_sale(a.sale_id) AS sale_id, a.reason,
       t.sentence_zh, t.sentence_en
FROM against AS a LEFT JOIN told_reasons AS t ON t.reason = a.reason;
