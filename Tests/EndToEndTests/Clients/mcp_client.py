"""The official MCP SDK against a council. Usage: mcp_client.py http URL | mcp_client.py stdio PROGRAM ARGUMENTS…"""
import asyncio
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

try:
    from mcp.client.streamable_http import streamable_http_client as http_client
except ImportError:
    from mcp.client.streamable_http import streamablehttp_client as http_client

ANSWER = "In conclusion: 完成 ✅."


async def check(read, write):
    async with ClientSession(read, write) as session:
        await session.initialize()
        tools = {tool.name for tool in (await session.list_tools()).tools}
        assert tools == {"ask_council", "compare_answers", "review_text", "get_run"}, tools
        steps = []

        async def progress(step, total, message):
            steps.append(message)

        result = await session.call_tool("ask_council", {"question": "Why?"}, progress_callback=progress)
        assert result.content[0].text == ANSWER, result
        assert any("has answered" in step for step in steps), steps
        structured = getattr(result, "structured_content", None) or getattr(result, "structuredContent", None)
        run = structured["run"]
        compared = await session.call_tool("compare_answers", {"question": "Why?", "answers": ["A", "B"]})
        assert compared.content[0].text == ANSWER, compared
        reviewed = await session.call_tool("review_text", {"text": "Lorem ipsum."})
        assert reviewed.content[0].text == ANSWER, reviewed
        shown = await session.call_tool("get_run", {"id": run})
        assert ANSWER in shown.content[0].text, shown
        missing = await session.call_tool("get_run", {"id": "nothing"})
        assert getattr(missing, "is_error", None) or getattr(missing, "isError", None), missing
        uris = [str(resource.uri) for resource in (await session.list_resources()).resources]
        assert f"council://runs/{run}" in uris, uris
        contents = (await session.read_resource(f"council://runs/{run}")).contents
        assert ANSWER in contents[0].text, contents


async def main():
    if sys.argv[1] == "http":
        async with http_client(sys.argv[2] + "/mcp") as streams:
            await check(*streams[:2])
    else:
        parameters = StdioServerParameters(command=sys.argv[2], args=sys.argv[3:])
        async with stdio_client(parameters) as (read, write):
            await check(read, write)
    print("ok")


asyncio.run(main())
