"""登记处：全书的对象，按阅读的次序列在这里。"""

from derive.implementations import IMPLEMENTATIONS
from derive.kernel.book import Book
from derive.theory import activations, depth, derivatives, logistic, losses, network

BOOK = Book(
    (
        *activations.OBJECTS,
        *losses.OBJECTS,
        *derivatives.OBJECTS,
        *logistic.OBJECTS,
        *network.OBJECTS,
        *depth.OBJECTS,
        *IMPLEMENTATIONS,
    )
)
