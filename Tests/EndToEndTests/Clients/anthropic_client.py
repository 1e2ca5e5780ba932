"""The official Anthropic client against a served council. Usage: anthropic_client.py URL"""
import sys

import anthropic

client = anthropic.Anthropic(base_url=sys.argv[1], api_key="none", max_retries=0)
ANSWER = "In conclusion: 完成 ✅."
question = [{"role": "user", "content": "Why?"}]

message = client.messages.create(model="council", max_tokens=100, system="Be brief.", messages=question)
assert message.content[0].text == ANSWER, message
assert message.stop_reason == "end_turn" and message.role == "assistant"
assert message.usage.input_tokens > 0 and message.usage.output_tokens > 0

with client.messages.stream(model="council", max_tokens=100, messages=question) as stream:
    assert "".join(stream.text_stream) == ANSWER
    assert stream.get_final_message().content[0].text == ANSWER

with client.messages.stream(
    model="council", max_tokens=2000, messages=question, thinking={"type": "enabled", "budget_tokens": 1024}
) as stream:
    final = stream.get_final_message()
    assert [block.type for block in final.content] == ["thinking", "text"], final

cut = client.messages.create(model="council", max_tokens=100, messages=question, stop_sequences=["clusion"])
assert cut.stop_reason == "stop_sequence" and cut.stop_sequence == "clusion" and cut.content[0].text == "In con"

try:
    client.messages.create(model="council:nobody", max_tokens=100, messages=question)
    raise AssertionError("an unknown council must be an error")
except anthropic.NotFoundError as error:
    assert error.request_id.startswith("req_"), error
print("ok")
