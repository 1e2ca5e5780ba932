"""The official MCP SDK against a council. Usage: mcp_client.py URL [ANSWER] | mcp_client.py stdio ANSWER PROGRAM ARGUMENTS…

ANSWER is what the models were scripted to conclude. Without it any text will do.
"""
import asyncio
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

try:
    from mcp.client.streamable_http import streamable_http_client as http_client
except ImportError:
    from mcp.client.streamable_http import streamablehttp_client as http_client


async def check(read, write, answer):
    def text(result):
        assert not (getattr(result, "is_error", None) or getattr(result, "isError", None)), result
        said = result.content[0].text
        assert said == answer if answer else said.strip(), result
        return said

    async with ClientSession(read, write) as session:
        await session.initialize()
        tools = {tool.name for tool in (await session.list_tools()).tools}
        assert tools == {"ask_council", "compare_answers", "review_text", "get_run"}, tools
        steps = []

        async def progress(step, total, message):
            steps.append(message)

        result = await session.call_tool(
            "ask_council", {"question": "Which colour is the sky at noon? One word."}, progress_callback=progress
        )
        said = text(result)
        assert any("has answered" in step for step in steps), steps
        structured = getattr(result, "structured_content", None) or getattr(result, "structuredContent", None)
        run = structured["run"]
        pair = {"question": "Which colour is the sky at noon?", "answers": ["Blue.", "Green."]}
        text(await session.call_tool("compare_answers", pair))
        text(await session.call_tool("review_text", {"text": "The sky is green at noon."}))
        shown = await session.call_tool("get_run", {"id": run})
        assert said in shown.content[0].text, shown
        missing = await session.call_tool("get_run", {"id": "nothing"})
        assert getattr(missing, "is_error", None) or getattr(missing, "isError", None), missing
        uris = [str(resource.uri) for resource in (await session.list_resources()).resources]
        assert f"council://runs/{run}" in uris, uris
        contents = (await session.read_resource(f"council://runs/{run}")).contents
        assert said in contents[0].text, contents


async def main():
    if sys.argv[1] == "stdio":
        answer, program, *arguments = sys.argv[2:]
        async with stdio_client(StdioServerParameters(command=program, args=arguments)) as (read, write):
            await check(read, write, answer)
    else:
        url, answer = sys.argv[1], (sys.argv[2:] or [None])[0]
        async with http_client(url + "/mcp") as streams:
            await check(*streams[:2], answer)
    print("ok")


asyncio.run(main())
