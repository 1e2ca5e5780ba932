"""The official OpenAI client against a served council. Usage: openai_client.py URL COUNCIL [ANSWER]

ANSWER is what the models were scripted to conclude. Without it any text will do, and some of the runs are left out.
"""
import sys

import openai

url, council, answer = sys.argv[1], sys.argv[2], (sys.argv[3:] or [None])[0]
client = openai.OpenAI(base_url=url + "/v1", api_key="none", max_retries=0)
question = [{"role": "user", "content": "Why is the sky blue?"}]
LIMIT = 24


def is_answer(text):
    return text == answer if answer else bool(text.strip())


def is_usage(usage, prompt, completion):
    return usage.total_tokens == prompt + completion and prompt > 0 and completion > 0


models = [model.id for model in client.models.list()]
assert models == ["council", f"council:{council}"], models
assert client.models.retrieve(f"council:{council}").id == f"council:{council}"

completion = client.chat.completions.create(
    model="council",
    messages=[{"role": "system", "content": "Be brief."}, *question],
    max_tokens=LIMIT, temperature=0.5, seed=1,
)
assert is_answer(completion.choices[0].message.content), completion
assert completion.choices[0].message.role == "assistant" and completion.object == "chat.completion"
assert completion.choices[0].finish_reason in (["stop"] if answer else ["stop", "length"]), completion
usage = completion.usage
assert is_usage(usage, usage.prompt_tokens, usage.completion_tokens), usage

chunks = list(
    client.chat.completions.create(
        model=f"council:{council}", messages=question, stream=True, stream_options={"include_usage": True},
        max_completion_tokens=LIMIT,
    )
)
choices = [chunk.choices[0] for chunk in chunks if chunk.choices]
deltas = [choice.delta for choice in choices]
assert deltas[0].role == "assistant"
assert is_answer("".join(delta.content or "" for delta in deltas))
assert any(getattr(delta, "reasoning_content", None) for delta in deltas), "no progress"
assert [choice.finish_reason for choice in choices[:-1]] == [None] * (len(choices) - 1)
assert choices[-1].finish_reason in (["stop"] if answer else ["stop", "length"]), choices[-1]
assert len({chunk.id for chunk in chunks}) == 1
assert is_usage(chunks[-1].usage, chunks[-1].usage.prompt_tokens, chunks[-1].usage.completion_tokens)
assert chunks[-1].choices == []

if answer:
    quiet = client.chat.completions.create(
        model="council", messages=question, stream=True, extra_body={"council": {"progress": False}}
    )
    assert not any(getattr(chunk.choices[0].delta, "reasoning_content", None) for chunk in quiet)

response = client.responses.create(
    model="council", input="Why is the sky blue?", instructions="Be brief.", max_output_tokens=LIMIT
)
assert is_answer(response.output_text), response
assert response.status in (["completed"] if answer else ["completed", "incomplete"]), response
assert is_usage(response.usage, response.usage.input_tokens, response.usage.output_tokens), response.usage

with client.responses.stream(
    model="council", input="And at sunset?", previous_response_id=response.id, max_output_tokens=LIMIT
) as stream:
    events = list(stream)
    # Of responses that were cut off the client gives none.
    following = stream.get_final_response() if answer else events[-1].response
written = "".join(event.delta for event in events if event.type == "response.output_text.delta")
assert events[-1].type == f"response.{following.status}", events[-1]
assert is_answer(following.output_text) and written == following.output_text, following
assert following.previous_response_id == response.id

try:
    client.chat.completions.create(model="council:nobody", messages=question)
    raise AssertionError("an unknown council must be an error")
except openai.NotFoundError as error:
    assert error.code == "model_not_found" and error.request_id.startswith("req_"), error
try:
    client.chat.completions.create(model="council", messages=question, n=2)
    raise AssertionError("n=2 must be an error")
except openai.BadRequestError as error:
    assert error.param == "n" and error.code == "unsupported_parameter", error
try:
    client.responses.create(model="council", input="And?", previous_response_id="resp_nothing")
    raise AssertionError("an unknown response must be an error")
except openai.NotFoundError as error:
    assert error.request_id.startswith("req_"), error
print("ok")
