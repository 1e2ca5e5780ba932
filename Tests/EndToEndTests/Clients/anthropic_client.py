"""The official Anthropic client against a served council. Usage: anthropic_client.py URL [ANSWER]

ANSWER is what the models were scripted to conclude. Without it any text will do, and some of the runs are left out.
"""
import sys

import anthropic

url, answer = sys.argv[1], (sys.argv[2:] or [None])[0]
client = anthropic.Anthropic(base_url=url, api_key="none", max_retries=0)
question = [{"role": "user", "content": "Why is the sky blue?"}]
LIMIT = 24


def is_answer(text):
    return text == answer if answer else bool(text.strip())


def is_whole(message):
    ends = ["end_turn"] if answer else ["end_turn", "max_tokens"]
    return (
        message.stop_reason in ends and message.role == "assistant" and message.type == "message"
        and message.usage.input_tokens > 0 and message.usage.output_tokens > 0
    )


message = client.messages.create(model="council", max_tokens=LIMIT, system="Be brief.", messages=question)
assert is_answer(message.content[0].text), message
assert is_whole(message), message

if answer:
    with client.messages.stream(model="council", max_tokens=LIMIT, messages=question) as stream:
        assert is_answer("".join(stream.text_stream))
        assert is_answer(stream.get_final_message().content[0].text)

with client.messages.stream(
    model="council", max_tokens=2000 if answer else LIMIT, messages=question,
    thinking={"type": "enabled", "budget_tokens": 1024},
) as stream:
    written = "".join(stream.text_stream)
    final = stream.get_final_message()
assert [block.type for block in final.content] == ["thinking", "text"], final
assert is_answer(written) and written == final.content[1].text, final
assert is_whole(final), final

# Hardly a sentence has none.
stop = "clusion" if answer else "e"
cut = client.messages.create(model="council", max_tokens=LIMIT, messages=question, stop_sequences=[stop])
assert cut.stop_reason == "stop_sequence" and cut.stop_sequence == stop, cut
text = "".join(block.text for block in cut.content)
assert text == "In con" if answer else stop not in text, cut

try:
    client.messages.create(model="council:nobody", max_tokens=LIMIT, messages=question)
    raise AssertionError("an unknown council must be an error")
except anthropic.NotFoundError as error:
    assert error.request_id.startswith("req_"), error
print("ok")
