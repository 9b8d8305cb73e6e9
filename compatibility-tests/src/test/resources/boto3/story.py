"""The story of the guide with unmodified boto3: search, order, application, rule, and back."""
import sys
import time

import boto3

endpoint, function = sys.argv[1:3]
chime = boto3.client("chime-sdk-voice", endpoint_url=endpoint)

number = chime.search_available_phone_numbers(Country="US", AreaCode="206", MaxResults=1)["E164PhoneNumbers"][0]
order = chime.create_phone_number_order(
    ProductType="SipMediaApplicationDialIn", E164PhoneNumbers=[number])["PhoneNumberOrder"]
for _ in range(12):
    order = chime.get_phone_number_order(PhoneNumberOrderId=order["PhoneNumberOrderId"])["PhoneNumberOrder"]
    if order["Status"] != "Processing":
        break
    time.sleep(1)
assert order["Status"] == "Successful", order
assert order["CreatedTimestamp"].tzinfo is not None, order

application = chime.create_sip_media_application(
    AwsRegion="us-east-1", Name="boto3", Endpoints=[{"LambdaArn": function}],
    Tags=[{"Key": "made-by", "Value": "boto3"}])["SipMediaApplication"]
rule = chime.create_sip_rule(
    Name="boto3", TriggerType="ToPhoneNumber", TriggerValue=number,
    TargetApplications=[{
        "SipMediaApplicationId": application["SipMediaApplicationId"],
        "Priority": 1, "AwsRegion": "us-east-1"}])["SipRule"]

pages = chime.get_paginator("list_sip_media_applications").paginate(PaginationConfig={"PageSize": 1})
assert application["SipMediaApplicationId"] in [
    a["SipMediaApplicationId"] for page in pages for a in page["SipMediaApplications"]]

try:
    chime.create_sip_rule(
        Name="twice", TriggerType="ToPhoneNumber", TriggerValue=number,
        TargetApplications=[{
            "SipMediaApplicationId": application["SipMediaApplicationId"],
            "Priority": 1, "AwsRegion": "us-east-1"}])
    raise SystemExit("two enabled rules on one number were accepted")
except chime.exceptions.ConflictException as refused:
    print("refused as it should be:", refused)

try:
    chime.get_phone_number(PhoneNumberId="+12065559999")
    raise SystemExit("a number that nobody has was found")
except chime.exceptions.NotFoundException as refused:
    print("refused as it should be:", refused)

chime.update_sip_rule(SipRuleId=rule["SipRuleId"], Name="boto3", Disabled=True)
chime.delete_sip_rule(SipRuleId=rule["SipRuleId"])
chime.delete_sip_media_application(SipMediaApplicationId=application["SipMediaApplicationId"])
chime.delete_phone_number(PhoneNumberId=number)
print("the story is told")
