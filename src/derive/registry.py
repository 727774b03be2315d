"""登记处：全书的对象，按阅读的次序列在这里。"""

from derive.errata import JUDGED
from derive.implementations import IMPLEMENTATIONS, LINES
from derive.kernel.book import Book
from derive.theory import (
    activations,
    bernoulli,
    deep,
    depth,
    derivatives,
    downhill,
    gradient_descent,
    initialization,
    logistic,
    losses,
    network,
    samples,
    shallow,
    shapes,
    vectorization,
)

BOOK = Book(
    (
        *activations.OBJECTS,
        *losses.OBJECTS,
        *bernoulli.OBJECTS,
        *derivatives.OBJECTS,
        *logistic.OBJECTS,
        *samples.OBJECTS,
        *network.OBJECTS,
        *shallow.OBJECTS,
        *shapes.OBJECTS,
        *vectorization.OBJECTS,
        *gradient_descent.OBJECTS,
        *downhill.OBJECTS,
        *initialization.OBJECTS,
        *depth.OBJECTS,
        *deep.OBJECTS,
        *IMPLEMENTATIONS,
        *LINES,
        *JUDGED,
    )
)
