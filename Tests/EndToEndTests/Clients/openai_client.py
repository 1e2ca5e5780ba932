"""The official OpenAI client against a served council. Usage: openai_client.py URL"""
import sys

import openai

client = openai.OpenAI(base_url=sys.argv[1] + "/v1", api_key="none", max_retries=0)
ANSWER = "In conclusion: 完成 ✅."
question = [{"role": "user", "content": "Why?"}]

models = [model.id for model in client.models.list()]
assert models == ["council", "council:custom"], models
assert client.models.retrieve("council:custom").id == "council:custom"

completion = client.chat.completions.create(
    model="council",
    messages=[{"role": "system", "content": "Be brief."}, *question],
    max_tokens=100, temperature=0.5, seed=1,
)
assert completion.choices[0].message.content == ANSWER, completion
assert completion.choices[0].finish_reason == "stop"
assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens > 0

chunks = list(
    client.chat.completions.create(
        model="council", messages=question, stream=True, stream_options={"include_usage": True}
    )
)
deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
assert deltas[0].role == "assistant"
assert "".join(delta.content or "" for delta in deltas) == ANSWER
assert any(getattr(delta, "reasoning_content", None) for delta in deltas), "no progress"
assert len({chunk.id for chunk in chunks}) == 1
assert chunks[-1].usage.total_tokens > 0 and chunks[-1].choices == []

quiet = client.chat.completions.create(
    model="council", messages=question, stream=True, extra_body={"council": {"progress": False}}
)
assert not any(getattr(chunk.choices[0].delta, "reasoning_content", None) for chunk in quiet)

response = client.responses.create(model="council", input="Why?", instructions="Be brief.")
assert response.output_text == ANSWER, response
assert response.status == "completed" and response.usage.total_tokens > 0
following = client.responses.create(model="council", input="And then?", previous_response_id=response.id)
assert following.previous_response_id == response.id
with client.responses.stream(model="council", input="Why?") as stream:
    for event in stream:
        pass
    assert stream.get_final_response().output_text == ANSWER

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
print("ok")
