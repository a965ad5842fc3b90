"""Several editors at once: threads with database connections of their own."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Barrier

from django.db import connection, connections


def elsewhere(pool, what, *args):
    """A future of `what(*args)`, done by a thread of the pool on its own connection."""

    def do():
        try:
            return what(*args)
        finally:
            connections.close_all()

    return pool.submit(do)


def at_once(*functions):
    """What these functions give, begun in the same moment by a thread each."""
    barrier = Barrier(len(functions))

    def do(function):
        barrier.wait(10)
        return function()

    with ThreadPoolExecutor(len(functions)) as pool:
        return [future.result(60) for future in [elsewhere(pool, do, function) for function in functions]]


@contextmanager
def meanwhile(number, what):
    """Before the number-th query in this block, another transaction does `what`.

    If it has to wait for this one it is given a moment, and its end at the end of the block.
    """
    left, futures = [number], []

    def wrap(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] == 0:
            futures.append(elsewhere(pool, what))
            wait(futures, timeout=0.2)
        return execute(sql, params, many, context)

    with ThreadPoolExecutor(1) as pool:
        with connection.execute_wrapper(wrap):
            yield futures
        for future in futures:
            future.result(10)
