"""Hooks for schemathesis: what the description cannot say in a schema. Without them hardly a request would reach a model."""
import schemathesis


def made_readable(message):
    if not isinstance(message, dict):
        return message
    content = message.get("content")
    if isinstance(content, list) and all(isinstance(part, dict) and isinstance(part.get("type"), str) for part in content):
        message = {**message, "content": [{"type": "text", "text": "Why?"}]}
    return message


@schemathesis.hook
def map_body(context, body):
    """Names the council there is, lets the conversation end with the user, and leaves what is invalid as it is."""
    if not isinstance(body, dict):
        return body
    body = dict(body)
    if isinstance(body.get("model"), str) and body["model"].startswith("council:"):
        body["model"] = "council"
    if "council" in body and isinstance(body["council"], str):
        body["council"] = None
    for name in ("messages", "input"):
        messages = body.get(name)
        if not isinstance(messages, list) or not messages:
            continue
        messages = [made_readable(message) for message in messages]
        if isinstance(messages[-1], dict) and messages[-1].get("role") in ("system", "developer", "assistant"):
            messages.append({"role": "user", "content": "Why?"})
        first = messages[0]
        if isinstance(first, dict) and first.get("role") == "assistant":
            messages.insert(0, {"role": "user", "content": "Why?"})
        body[name] = messages
    return body
